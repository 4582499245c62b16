// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/sql/rows.h"
#include "server/model/user.h"

/// How a row of the table `users` becomes a User: for the files of server/storage that read users.
namespace gatehouse::server {

/// `select` of a user's columns, then `more` columns (with their comma), from users, then the rest.
[[nodiscard]] std::string select_users(std::string_view rest, std::string_view more = "");
/// As above, with the tables that are gone through spelled out.
[[nodiscard]] std::string select_users_from(std::string_view from, std::string_view rest,
                                            std::string_view more);
inline constexpr std::size_t kUserColumns = 15;

[[nodiscard]] User to_user(const sql::Rows::Row& row);
[[nodiscard]] std::vector<User> to_users(const sql::Rows& rows);

}  // namespace gatehouse::server
