// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/user.h"

/// Users in the database. All functions run in the caller's transaction and throw sql::Error when the
/// database fails.
namespace gatehouse::server::users {

enum class Inserted { yes, email_taken };
[[nodiscard]] Inserted insert(sql::Connection& connection, const User& user,
                              const std::optional<std::string>& password_hash);

struct NewUser {
  User user;
  std::optional<std::string> password_hash;
};
/// Inserts them together, which costs much less than one by one. Gives the places in `users` of those that
/// were left out because another user has their address.
[[nodiscard]] std::vector<std::size_t> insert_many(sql::Connection& connection,
                                                   std::span<const NewUser> users);

[[nodiscard]] std::optional<User> find(sql::Connection& connection, const UserId& id);
[[nodiscard]] std::optional<User> find_by_email(sql::Connection& connection,
                                                std::string_view canonical_email);
/// The PHC string; absent when there is no such user or no password.
[[nodiscard]] std::optional<std::string> find_password_hash(sql::Connection& connection, const UserId& id);

/// Writes everything but id, creation time, password and picture, if the stored version is still
/// `user.version`, and counts it up. False when it is not (or the user is gone).
[[nodiscard]] bool update(sql::Connection& connection, const User& user);
void set_password_hash(sql::Connection& connection, const UserId& id, const std::string& hash, Time now);
/// From now on nobody can sign in to the account with a password.
void remove_password(sql::Connection& connection, const UserId& id, Time now);
void set_last_sign_in(sql::Connection& connection, const UserId& id, Time now);
bool remove(sql::Connection& connection, const UserId& id);

}  // namespace gatehouse::server::users
