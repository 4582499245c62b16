// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/password_service.h"

namespace gatehouse::server {

/// Asks the signed-in caller's password once more, before something that a borrowed browser must not do. The
/// answer to give when it is not right: 401 `invalid_credentials`, audited as a failure of `action`; absent
/// when it is.
[[nodiscard]] std::optional<http::Response> refuse_wrong_password(const Call& call, const Clock& clock,
                                                                  sql::Database& database,
                                                                  const PasswordService& passwords,
                                                                  const std::string& password,
                                                                  const std::string& action);

}  // namespace gatehouse::server
