// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/access/body.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// The profile members that may be changed by PATCH, by their owner as by administrators; all optional.
[[nodiscard]] std::vector<Field> profile_fields();

/// Applies a body that has passed `profile_fields`. What comes back is not empty when a value is not
/// acceptable; the user is then not to be stored.
[[nodiscard]] std::vector<http::FieldError> apply_profile(const Body& body, User& user);

}  // namespace gatehouse::server
