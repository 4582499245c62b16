// SPDX-License-Identifier: Apache-2.0
#include "server/storage/users.h"

namespace gatehouse::server::users {
namespace {

constexpr std::string_view kSelect =
    "select id, email, email_verified, first_name, last_name, name, locale, time_zone, platform_role, "
    "disabled_at, "
    "last_sign_in_at, created_at, updated_at, version from users ";

std::string select(std::string_view rest) {
  return std::string(kSelect).append(rest);
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
  return user;
}

std::optional<User> first_user(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return to_user(rows[0]);
}

std::optional<std::string> role_text(const User& user) {
  if (!user.platform_role) return std::nullopt;
  return std::string(to_text(*user.platform_role));
}

}  // namespace

Inserted insert(sql::Connection& connection, const User& user,
                const std::optional<std::string>& password_hash) {
  const auto rows = connection.query(
      "insert into users (id, email, email_verified, first_name, last_name, name, locale, time_zone, "
      "password_hash, "
      "platform_role, disabled_at, last_sign_in_at, created_at, updated_at, version) "
      "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (email) do nothing",
      user.id, user.email, user.email_verified, user.first_name, user.last_name, user.name, user.locale,
      user.time_zone, password_hash, role_text(user), user.disabled_at, user.last_sign_in_at, user.created_at,
      user.updated_at, user.version);
  return rows.affected() == 1 ? Inserted::yes : Inserted::email_taken;
}

std::optional<User> find(sql::Connection& connection, const UserId& id) {
  static const std::string statement = select("where id = ?");
  return first_user(connection.query(statement, id));
}

std::optional<User> find_by_email(sql::Connection& connection, std::string_view canonical_email) {
  static const std::string statement = select("where email = ?");
  return first_user(connection.query(statement, canonical_email));
}

std::optional<std::string> find_password_hash(sql::Connection& connection, const UserId& id) {
  const auto rows = connection.query("select password_hash from users where id = ?", id);
  return rows.empty() ? std::nullopt : rows[0].get<std::optional<std::string>>(0);
}

Page<User> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = select("where id > ? order by id limit ?");
  const auto rows = connection.query(statement, page.after, page.limit + 1);
  std::vector<User> users;
  users.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) users.push_back(to_user(rows[i]));
  return make_page(std::move(users), page.limit, [](const User& user) { return user.id.value(); });
}

bool update(sql::Connection& connection, const User& user) {
  const auto rows = connection.query(
      "update users set email = ?, email_verified = ?, first_name = ?, last_name = ?, name = ?, locale = ?, "
      "time_zone = ?, platform_role = ?, disabled_at = ?, updated_at = ?, version = version + 1 "
      "where id = ? and version = ?",
      user.email, user.email_verified, user.first_name, user.last_name, user.name, user.locale,
      user.time_zone, role_text(user), user.disabled_at, user.updated_at, user.id, user.version);
  return rows.affected() == 1;
}

void set_password_hash(sql::Connection& connection, const UserId& id, const std::string& hash, Time now) {
  connection.query("update users set password_hash = ?, updated_at = ? where id = ?", hash, now, id);
}

void remove_password(sql::Connection& connection, const UserId& id, Time now) {
  connection.query("update users set password_hash = null, updated_at = ? where id = ?", now, id);
}

void set_last_sign_in(sql::Connection& connection, const UserId& id, Time now) {
  connection.query("update users set last_sign_in_at = ? where id = ?", now, id);
}

bool remove(sql::Connection& connection, const UserId& id) {
  return connection.query("delete from users where id = ?", id).affected() == 1;
}

std::int64_t count_active_owners(sql::Connection& connection) {
  return connection.query("select count(*) from users where platform_role = 'owner' and disabled_at is null")
      .first()
      .get<std::int64_t>(0);
}

}  // namespace gatehouse::server::users
