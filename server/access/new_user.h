// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "server/access/body.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// The fields by which a user is made, as every way in declares them.
[[nodiscard]] std::vector<Field> new_user_fields();

/// A user from a body that has passed `new_user_fields`, with a new id; the error lists what is not
/// acceptable.
[[nodiscard]] Result<User, std::vector<http::FieldError>> make_user(const Body& body, const Clock& clock,
                                                                    RandomSource& random);

/// Checks a password that somebody sets and gives its normalised form; the error says the rule.
[[nodiscard]] Result<SecretString, std::vector<http::FieldError>> check_new_password(
    const std::string& password, const std::string& email);

/// 422 for an address that another user has. Only for callers who may list users anyway.
[[nodiscard]] http::Response email_taken();

}  // namespace gatehouse::server
