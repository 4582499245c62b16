// SPDX-License-Identifier: Apache-2.0
#include "server/storage/consents.h"

namespace gatehouse::server::consents {
namespace {

Consent to_consent(const sql::Rows::Row& row) {
  return {row.get<AppId>(0), row.get<std::string>(1), row.get<Time>(2), row.get<Time>(3)};
}

}  // namespace

void put(sql::Connection& connection, const UserId& user, const AppId& app, const std::string& scope,
         Time now) {
  connection.query(
      "insert into consents (user_id, app_id, scope, created_at, updated_at) values (?, ?, ?, ?, ?) "
      "on conflict (user_id, app_id) do update set scope = excluded.scope, updated_at = excluded.updated_at",
      user, app, scope, now, now);
}

std::optional<Consent> find(sql::Connection& connection, const UserId& user, const AppId& app) {
  const auto rows = connection.query(
      "select app_id, scope, created_at, updated_at from consents where user_id = ? and app_id = ?", user,
      app);
  if (rows.empty()) return std::nullopt;
  return to_consent(rows[0]);
}

std::vector<Consent> list(sql::Connection& connection, const UserId& user) {
  const auto rows = connection.query(
      "select app_id, scope, created_at, updated_at from consents where user_id = ? order by app_id "
      "limit 1000",
      user);
  std::vector<Consent> consents;
  for (const auto row : rows) consents.push_back(to_consent(row));
  return consents;
}

bool remove(sql::Connection& connection, const UserId& user, const AppId& app) {
  return connection.query("delete from consents where user_id = ? and app_id = ?", user, app).affected() == 1;
}

}  // namespace gatehouse::server::consents
