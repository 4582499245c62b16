// SPDX-License-Identifier: Apache-2.0
#include "server/storage/users.h"

#include "server/storage/user_index.h"
#include "server/storage/user_row.h"

namespace gatehouse::server::users {
namespace {

std::optional<User> first_user(const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return to_user(rows[0]);
}

std::optional<std::string> role_text(const User& user) {
  if (!user.platform_role) return std::nullopt;
  return std::string(to_text(*user.platform_role));
}

bool insert_row(sql::Connection& connection, const NewUser& added, std::int64_t number) {
  const User& user = added.user;
  const auto rows = connection.query(
      "insert into users (id, email, email_verified, first_name, last_name, name, locale, time_zone, "
      "password_hash, platform_role, disabled_at, last_sign_in_at, created_at, updated_at, version, number) "
      "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (email) do nothing",
      user.id, user.email, user.email_verified, user.first_name, user.last_name, user.name, user.locale,
      user.time_zone, added.password_hash, role_text(user), user.disabled_at, user.last_sign_in_at,
      user.created_at, user.updated_at, user.version, number);
  return rows.affected() == 1;
}

/// So many at once deserve room for the pages of all indexes; else these are written and read again and
/// again.
constexpr std::size_t kMany = 1000;
constexpr std::string_view kLargeCache = "pragma cache_size = -65536";  // KiB
constexpr std::string_view kUsualCache = "pragma cache_size = -2000";

/// The stored user and the number of the row.
std::optional<std::pair<User, std::int64_t>> find_numbered(sql::Connection& connection, const UserId& id) {
  static const std::string statement = select_users("where id = ?", ", number");
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return std::pair(to_user(rows[0]), rows[0].get<std::int64_t>(kUserColumns));
}

}  // namespace

Inserted insert(sql::Connection& connection, const User& user,
                const std::optional<std::string>& password_hash) {
  const NewUser one{user, password_hash};
  return insert_many(connection, std::span(&one, 1)).empty() ? Inserted::yes : Inserted::email_taken;
}

std::vector<std::size_t> insert_many(sql::Connection& connection, std::span<const NewUser> users) {
  if (users.size() >= kMany) connection.query(kLargeCache);
  std::vector<std::size_t> taken;
  user_index::Numbered inserted;
  auto number = user_index::take_numbers(connection, users.size());
  for (std::size_t i = 0; i < users.size(); ++i, ++number) {
    if (insert_row(connection, users[i], number)) {
      inserted.emplace_back(&users[i].user, number);
    } else {
      taken.push_back(i);
    }
  }
  user_index::add(connection, inserted);
  connection.query("update user_counts set users = users + ?", inserted.size());
  if (users.size() >= kMany) connection.query(kUsualCache);
  return taken;
}

std::optional<User> find(sql::Connection& connection, const UserId& id) {
  static const std::string statement = select_users("where id = ?");
  return first_user(connection.query(statement, id));
}

std::optional<User> find_by_email(sql::Connection& connection, std::string_view canonical_email) {
  static const std::string statement = select_users("where email = ?");
  return first_user(connection.query(statement, canonical_email));
}

std::optional<std::string> find_password_hash(sql::Connection& connection, const UserId& id) {
  const auto rows = connection.query("select password_hash from users where id = ?", id);
  return rows.empty() ? std::nullopt : rows[0].get<std::optional<std::string>>(0);
}

bool update(sql::Connection& connection, const User& user) {
  const auto before = find_numbered(connection, user.id);
  const auto rows = connection.query(
      "update users set email = ?, email_verified = ?, first_name = ?, last_name = ?, name = ?, locale = ?, "
      "time_zone = ?, platform_role = ?, disabled_at = ?, updated_at = ?, version = version + 1 "
      "where id = ? and version = ?",
      user.email, user.email_verified, user.first_name, user.last_name, user.name, user.locale,
      user.time_zone, role_text(user), user.disabled_at, user.updated_at, user.id, user.version);
  if (!before || rows.affected() != 1) return false;
  // When the user signed in last is not what an update writes.
  auto after = user;
  after.last_sign_in_at = before->first.last_sign_in_at;
  user_index::change(connection, before->first, after, before->second);
  return true;
}

void set_password_hash(sql::Connection& connection, const UserId& id, const std::string& hash, Time now) {
  connection.query("update users set password_hash = ?, updated_at = ? where id = ?", hash, now, id);
}

void remove_password(sql::Connection& connection, const UserId& id, Time now) {
  connection.query("update users set password_hash = null, updated_at = ? where id = ?", now, id);
}

void set_last_sign_in(sql::Connection& connection, const UserId& id, Time now) {
  const auto before = find_numbered(connection, id);
  if (!before) return;
  connection.query("update users set last_sign_in_at = ? where id = ?", now, id);
  auto after = before->first;
  after.last_sign_in_at = now;
  user_index::change(connection, before->first, after, before->second);
}

bool remove(sql::Connection& connection, const UserId& id) {
  const auto before = find_numbered(connection, id);
  if (!before) return false;
  user_index::remove(connection, before->first, before->second);
  connection.query("delete from users where id = ?", id);
  connection.query("update user_counts set users = users - 1");
  return true;
}

}  // namespace gatehouse::server::users
