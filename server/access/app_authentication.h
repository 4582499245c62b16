// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// The app that a request's Basic credentials prove: app id and any secret of it that counts now, as in
/// client_secret_basic (RFC 6749, section 2.3.1). Absent for anything else; unknown app and wrong secret are
/// alike.
[[nodiscard]] std::optional<App> authenticate_app(const http::Request& request, sql::Database& database,
                                                  const crypto::SealingKey& sealing_key);

}  // namespace gatehouse::server
