// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/connection.h"
#include "server/model/user.h"
#include "server/storage/page.h"

/// People who signed up and wait to be let in. As in storage/users.h.
namespace gatehouse::server::sign_up_approvals {

void insert(sql::Connection& connection, const UserId& user, Time now);
[[nodiscard]] bool exists(sql::Connection& connection, const UserId& user);
/// In order of signing up.
[[nodiscard]] Page<User> list(sql::Connection& connection, const PageRequest& page);
void remove(sql::Connection& connection, const UserId& user);

}  // namespace gatehouse::server::sign_up_approvals
