// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// What users let third-party apps know. As in storage/users.h.
namespace gatehouse::server::consents {

struct Consent {
  AppId app_id;
  std::string scope;  ///< space separated
  Time created_at{};
  Time updated_at{};
};

/// Replaces what was agreed to before.
void put(sql::Connection& connection, const UserId& user, const AppId& app, const std::string& scope,
         Time now);
[[nodiscard]] std::optional<Consent> find(sql::Connection& connection, const UserId& user, const AppId& app);
[[nodiscard]] std::vector<Consent> list(sql::Connection& connection, const UserId& user);
bool remove(sql::Connection& connection, const UserId& user, const AppId& app);

}  // namespace gatehouse::server::consents
