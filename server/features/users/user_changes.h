// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "server/features/users/mount.h"
#include "server/model/user.h"

namespace gatehouse::server {

/// The user as changed, or the answer that refuses.
using UserOutcome = std::variant<User, http::Response>;

/// A change of one user within the caller's transaction, with its audit event and all rules about owners;
/// what is so already stays as it is.
using UserChange = UserOutcome (*)(sql::Connection& connection, const Users& users, const Call& call,
                                   const UserId& id);

[[nodiscard]] UserOutcome disable_user(sql::Connection& connection, const Users& users, const Call& call,
                                       const UserId& id);
[[nodiscard]] UserOutcome enable_user(sql::Connection& connection, const Users& users, const Call& call,
                                      const UserId& id);
[[nodiscard]] UserOutcome delete_user(sql::Connection& connection, const Users& users, const Call& call,
                                      const UserId& id);
/// Takes their picture away.
[[nodiscard]] UserOutcome remove_avatar(sql::Connection& connection, const Users& users, const Call& call,
                                        const UserId& id);
/// Mails them a link to set a password. False when their mailbox got several just now.
[[nodiscard]] bool mail_password_link(sql::Connection& connection, const Users& users, const Call& call,
                                      const User& user);
/// Ends all sessions.
[[nodiscard]] UserOutcome sign_user_out(sql::Connection& connection, const Users& users, const Call& call,
                                        const UserId& id);

}  // namespace gatehouse::server
