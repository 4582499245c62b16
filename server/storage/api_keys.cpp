// SPDX-License-Identifier: Apache-2.0
#include "server/storage/api_keys.h"

#include <sstream>

#include "server/model/permission_text.h"

namespace gatehouse::server::api_keys {
namespace {

constexpr std::string_view kSelect =
    "select id, name, user_id, account_id, permissions, limited_to_apps, hint, created_at, expires_at, "
    "last_used_at from api_keys ";

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

/// A permission that this version does not know any more gives nothing.
KeyScope read_scope(const std::string& text) {
  KeyScope scope;
  std::istringstream in(text);
  for (std::string word; in >> word;) {
    const auto one = parse_key_scope({word});
    if (!one) continue;
    scope.platform.insert(scope.platform.end(), one->platform.begin(), one->platform.end());
    scope.app.insert(scope.app.end(), one->app.begin(), one->app.end());
  }
  return scope;
}

std::vector<AppId> list_apps(sql::Connection& connection, const ApiKeyId& id) {
  const auto rows = connection.query("select app_id from api_key_apps where key_id = ? order by app_id", id);
  std::vector<AppId> apps;
  for (std::size_t i = 0; i < rows.size(); ++i) apps.push_back(rows[i].get<AppId>(0));
  return apps;
}

ApiKey to_key(sql::Connection& connection, const sql::Rows::Row& row) {
  ApiKey key;
  key.id = row.get<ApiKeyId>(0);
  key.name = row.get<std::string>(1);
  key.user_id = UserId(row.get<std::optional<std::string>>(2).value_or(""));
  key.account_id = ServiceAccountId(row.get<std::optional<std::string>>(3).value_or(""));
  key.scope = read_scope(row.get<std::string>(4));
  if (row.get<bool>(5)) key.scope.apps = list_apps(connection, key.id);
  key.hint = row.get<std::string>(6);
  key.created_at = row.get<Time>(7);
  key.expires_at = row.get<Time>(8);
  key.last_used_at = row.get<std::optional<Time>>(9);
  return key;
}

std::optional<ApiKey> first_key(sql::Connection& connection, const sql::Rows& rows) {
  if (rows.empty()) return std::nullopt;
  return to_key(connection, rows[0]);
}

Page<ApiKey> read_page(sql::Connection& connection, const sql::Rows& rows, const PageRequest& page) {
  std::vector<ApiKey> keys;
  for (std::size_t i = 0; i < rows.size(); ++i) keys.push_back(to_key(connection, rows[i]));
  return make_page(std::move(keys), page.limit, [](const ApiKey& key) { return key.id.value(); });
}

std::optional<std::string> or_null(const std::string& id) {
  return id.empty() ? std::nullopt : std::optional(id);
}

}  // namespace

void insert(sql::Connection& connection, const ApiKey& key, ByteView secret_hash) {
  connection.query(
      "insert into api_keys (id, key_hash, name, user_id, account_id, permissions, limited_to_apps, hint, "
      "created_at, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      key.id, Bytes(secret_hash.begin(), secret_hash.end()), key.name, or_null(key.user_id.value()),
      or_null(key.account_id.value()), join(to_texts(key.scope)), key.scope.apps.has_value(), key.hint,
      key.created_at, key.expires_at);
  for (const auto& app : key.scope.apps.value_or(std::vector<AppId>())) {
    connection.query("insert into api_key_apps (key_id, app_id) values (?, ?) on conflict do nothing", key.id,
                     app);
  }
}

std::optional<ApiKey> find_by_secret_hash(sql::Connection& connection, ByteView secret_hash) {
  static const std::string statement = std::string(kSelect) + "where key_hash = ?";
  return first_key(connection, connection.query(statement, Bytes(secret_hash.begin(), secret_hash.end())));
}

std::optional<ApiKey> find(sql::Connection& connection, const ApiKeyId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  return first_key(connection, connection.query(statement, id));
}

Page<ApiKey> list(sql::Connection& connection, const PageRequest& page) {
  static const std::string statement = std::string(kSelect) + "where id > ? order by id limit ?";
  return read_page(connection, connection.query(statement, page.after, page.limit + 1), page);
}

Page<ApiKey> list(sql::Connection& connection, const PageRequest& page, const UserId& user) {
  static const std::string statement =
      std::string(kSelect) + "where user_id = ? and id > ? order by id limit ?";
  return read_page(connection, connection.query(statement, user, page.after, page.limit + 1), page);
}

Page<ApiKey> list(sql::Connection& connection, const PageRequest& page, const ServiceAccountId& account) {
  static const std::string statement =
      std::string(kSelect) + "where account_id = ? and id > ? order by id limit ?";
  return read_page(connection, connection.query(statement, account, page.after, page.limit + 1), page);
}

void touch(sql::Connection& connection, const ApiKeyId& id, Time now) {
  connection.query("update api_keys set last_used_at = ? where id = ?", now, id);
}

bool remove(sql::Connection& connection, const ApiKeyId& id) {
  return connection.query("delete from api_keys where id = ?", id).affected() == 1;
}

void remove_all_of(sql::Connection& connection, const UserId& user) {
  connection.query("delete from api_keys where user_id = ?", user);
}

}  // namespace gatehouse::server::api_keys
