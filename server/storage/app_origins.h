// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/sql/connection.h"
#include "server/model/app.h"

/// Which web origins are apps' own: of their base URL or of a redirect URI. As in storage/users.h.
namespace gatehouse::server::app_origins {

[[nodiscard]] bool belongs_to(const App& app, std::string_view origin);
/// True when any app has the origin.
[[nodiscard]] bool exists(sql::Connection& connection, std::string_view origin);

}  // namespace gatehouse::server::app_origins
