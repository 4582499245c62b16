// SPDX-License-Identifier: Apache-2.0
#include "server/storage/sessions.h"

#include <sstream>

#include "server/storage/app_managers.h"
#include "server/storage/users.h"

namespace gatehouse::server::sessions {
namespace {

constexpr std::string_view kSelect =
    "select id, user_id, created_at, last_seen_at, expires_at, authenticated_at, amr, client_address, "
    "user_agent "
    "from sessions ";

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

Session to_session(const sql::Rows::Row& row) {
  return {row.get<SessionId>(0),
          row.get<UserId>(1),
          row.get<Time>(2),
          row.get<Time>(3),
          row.get<Time>(4),
          row.get<Time>(5),
          split(row.get<std::string>(6)),
          row.get<std::string>(7),
          row.get<std::string>(8)};
}

}  // namespace

void insert(sql::Connection& connection, const Session& session, ByteView token_hash) {
  connection.query(
      "insert into sessions (id, token_hash, user_id, created_at, last_seen_at, expires_at, "
      "authenticated_at, amr, "
      "client_address, user_agent) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      session.id, Bytes(token_hash.begin(), token_hash.end()), session.user_id, session.created_at,
      session.last_seen_at, session.expires_at, session.authenticated_at, join(session.amr),
      session.client_address, session.user_agent);
}

std::optional<SessionAndUser> find_by_token_hash(sql::Connection& connection, ByteView token_hash) {
  static const std::string statement = std::string(kSelect) + "where token_hash = ?";
  const auto rows = connection.query(statement, Bytes(token_hash.begin(), token_hash.end()));
  if (rows.empty()) return std::nullopt;
  auto session = to_session(rows[0]);
  auto user = users::find(connection, session.user_id);
  if (!user) return std::nullopt;
  auto managed_apps = app_managers::list_apps_of(connection, user->id);
  return SessionAndUser{std::move(session), std::move(*user), std::move(managed_apps)};
}

std::optional<Session> find(sql::Connection& connection, const SessionId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ?";
  const auto rows = connection.query(statement, id);
  if (rows.empty()) return std::nullopt;
  return to_session(rows[0]);
}

std::vector<Session> list(sql::Connection& connection, const UserId& user) {
  static const std::string statement = std::string(kSelect) + "where user_id = ? order by id desc limit 500";
  const auto rows = connection.query(statement, user);
  std::vector<Session> sessions;
  for (std::size_t i = 0; i < rows.size(); ++i) sessions.push_back(to_session(rows[i]));
  return sessions;
}

bool renew(sql::Connection& connection, const Session& session, ByteView token_hash) {
  const auto rows = connection.query(
      "update sessions set token_hash = ?, last_seen_at = ?, expires_at = ?, authenticated_at = ?, amr = ?, "
      "client_address = ?, user_agent = ? where id = ?",
      Bytes(token_hash.begin(), token_hash.end()), session.last_seen_at, session.expires_at,
      session.authenticated_at, join(session.amr), session.client_address, session.user_agent, session.id);
  return rows.affected() == 1;
}

void touch(sql::Connection& connection, const SessionId& id, Time now) {
  connection.query("update sessions set last_seen_at = ? where id = ? and last_seen_at < ?", now, id, now);
}

bool remove(sql::Connection& connection, const SessionId& id) {
  return connection.query("delete from sessions where id = ?", id).affected() == 1;
}

std::int64_t remove_all_of(sql::Connection& connection, const UserId& user) {
  return connection.query("delete from sessions where user_id = ?", user).affected();
}

std::int64_t remove_others_of(sql::Connection& connection, const UserId& user, const SessionId& kept) {
  return connection.query("delete from sessions where user_id = ? and id <> ?", user, kept).affected();
}

std::int64_t remove_expired(sql::Connection& connection, Time now, std::chrono::seconds idle,
                            std::size_t limit) {
  return connection
      .query(
          "delete from sessions where id in "
          "(select id from sessions where expires_at <= ? or last_seen_at <= ? limit ?)",
          now, Time(now - idle), limit)
      .affected();
}

}  // namespace gatehouse::server::sessions
