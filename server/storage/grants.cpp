// SPDX-License-Identifier: Apache-2.0
#include "server/storage/grants.h"

#include "server/storage/app_list.h"

namespace gatehouse::server::grants {
namespace {

Bytes own(ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

constexpr std::string_view kSelect =
    "select id, app_id, user_id, session_id, scope, created_at, exchanged_from from grants ";

Grant to_grant(const sql::Rows::Row& row) {
  return {row.get<GrantId>(0),
          row.get<AppId>(1),
          row.get<UserId>(2),
          row.get<SessionId>(3),
          row.get<std::string>(4),
          row.get<Time>(5),
          split_app_list(row.get<std::string>(6))};
}

}  // namespace

void insert(sql::Connection& connection, const Grant& grant) {
  connection.query(
      "insert into grants (id, app_id, user_id, session_id, scope, created_at, exchanged_from) values (?, ?, "
      "?, ?, ?, ?, ?)",
      grant.id, grant.app_id, grant.user_id, grant.session_id, grant.scope, grant.created_at,
      write_app_list(grant.exchanged_from));
}

std::optional<Grant> find(sql::Connection& connection, const GrantId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return to_grant(rows[0]);
}

std::vector<Grant> list(sql::Connection& connection, const AppId& app, const SessionId& session) {
  static const std::string statement = std::string(kSelect) + "where session_id = ? and app_id = ?";
  const auto rows = connection.query(statement, session, app);
  std::vector<Grant> grants;
  for (const auto row : rows) grants.push_back(to_grant(row));
  return grants;
}

std::vector<GrantId> list_spent(sql::Connection& connection, Time before, std::size_t limit) {
  const auto rows = connection.query(
      "select id from grants where created_at < ? and not exists "
      "(select 1 from refresh_tokens where grant_id = grants.id) and (exists "
      "(select 1 from apps where id = grants.app_id and backchannel_logout_uri = '') or exists "
      "(select 1 from grants newer where newer.session_id = grants.session_id and newer.app_id = "
      "grants.app_id and newer.id > grants.id)) limit ?",
      before, limit);
  std::vector<GrantId> ids;
  for (const auto row : rows) ids.push_back(row.get<GrantId>(0));
  return ids;
}

bool remove(sql::Connection& connection, const GrantId& id) {
  return connection.query("delete from grants where id = ?", id).affected() == 1;
}

std::int64_t remove_all(sql::Connection& connection, const AppId& app, const UserId& user) {
  return connection.query("delete from grants where user_id = ? and app_id = ?", user, app).affected();
}

void remove_all_of(sql::Connection& connection, const AppId& app) {
  connection.query("delete from grants where app_id = ?", app);
}

void insert_code(sql::Connection& connection, const AuthorizationCode& code, ByteView code_hash) {
  connection.query(
      "insert into authorization_codes (code_hash, grant_id, redirect_uri, code_challenge, nonce, "
      "expires_at) "
      "values (?, ?, ?, ?, ?, ?)",
      own(code_hash), code.grant.id, code.redirect_uri, code.code_challenge, code.nonce, code.expires_at);
}

std::optional<StoredCode> find_code(sql::Connection& connection, ByteView code_hash) {
  const auto rows = connection.query(
      "select grant_id, redirect_uri, code_challenge, nonce, expires_at, used_at from authorization_codes "
      "where code_hash = ?",
      own(code_hash));
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  auto grant = find(connection, row.get<GrantId>(0));
  if (!grant) return std::nullopt;
  return StoredCode{{std::move(*grant), row.get<std::string>(1), row.get<std::string>(2),
                     row.get<std::string>(3), row.get<Time>(4)},
                    row.get<std::optional<Time>>(5)};
}

bool mark_code_used(sql::Connection& connection, ByteView code_hash, Time now) {
  return connection
             .query("update authorization_codes set used_at = ? where code_hash = ? and used_at is null", now,
                    own(code_hash))
             .affected() == 1;
}

std::int64_t remove_expired_codes(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from authorization_codes where code_hash in "
          "(select code_hash from authorization_codes where expires_at <= ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::grants
