// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_row.h"

namespace gatehouse::server {

std::string select_users(std::string_view rest, std::string_view more) {
  return select_users_from("users", rest, more);
}

std::string select_users_from(std::string_view from, std::string_view rest, std::string_view more) {
  return "select users.id, email, email_verified, first_name, last_name, name, locale, time_zone, "
         "platform_role, disabled_at, last_sign_in_at, users.created_at, users.updated_at, users.version, "
         "avatar_hash" +
         std::string(more) + " from " + std::string(from) + " " + std::string(rest);
}

User to_user(const sql::Rows::Row& row) {
  User user;
  user.id = row.get<UserId>(0);
  user.email = row.get<std::string>(1);
  user.email_verified = row.get<bool>(2);
  user.first_name = row.get<std::string>(3);
  user.last_name = row.get<std::string>(4);
  user.name = row.get<std::string>(5);
  user.locale = row.get<std::optional<std::string>>(6);
  user.time_zone = row.get<std::optional<std::string>>(7);
  if (const auto role = row.get<std::optional<std::string>>(8))
    user.platform_role = parse_platform_role(*role);
  user.disabled_at = row.get<std::optional<Time>>(9);
  user.last_sign_in_at = row.get<std::optional<Time>>(10);
  user.created_at = row.get<Time>(11);
  user.updated_at = row.get<Time>(12);
  user.version = row.get<std::int64_t>(13);
  user.avatar_hash = row.get<std::optional<std::string>>(14);
  return user;
}

std::vector<User> to_users(const sql::Rows& rows) {
  std::vector<User> users;
  users.reserve(rows.size());
  for (const auto row : rows) users.push_back(to_user(row));
  return users;
}

}  // namespace gatehouse::server
