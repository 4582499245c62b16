// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/sql/database.h"

/// The door to the first administrator: open by a one-time token from first start until there is one, then
/// closed for ever.
namespace gatehouse::server::first_administrator {

/// False once the platform has had an administrator, whatever became of them.
[[nodiscard]] bool is_open(sql::Connection& connection);
/// Makes a new token, the only good one from now on. Call only while the door is open.
[[nodiscard]] SecretString issue_token(sql::Connection& connection, RandomSource& random);
/// True for the token issued last while the door is open.
[[nodiscard]] bool is_valid_token(sql::Connection& connection, const SecretString& token);
/// Whoever makes an administrator, by whatever way, closes the door in the same transaction.
void close(sql::Connection& connection);

}  // namespace gatehouse::server::first_administrator
