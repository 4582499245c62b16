// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/guarded_passwords.h"

namespace gatehouse::server {

/// Asks the signed-in caller's password once more, before something that a borrowed browser must not do. The
/// answer to give when it is not right: 401 `invalid_credentials`, audited as a failure of `action`, or 429
/// after too many; absent when it is.
[[nodiscard]] std::optional<http::Response> refuse_wrong_password(const Call& call, const Clock& clock,
                                                                  sql::Database& database,
                                                                  GuardedPasswords& passwords,
                                                                  const std::string& password,
                                                                  const std::string& action);

}  // namespace gatehouse::server
