// SPDX-License-Identifier: Apache-2.0
#include "server/storage/account_links.h"

namespace gatehouse::server::account_links {

void insert(sql::Connection& connection, const AccountLink& link, ByteView token_hash) {
  connection.query(
      "insert into account_links (token_hash, purpose, user_id, email, bound_to, detail, created_at, "
      "expires_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
      token_hash, link.purpose, link.user_id, link.email, link.bound_to, link.detail, link.created_at,
      link.expires_at);
}

std::optional<AccountLink> find(sql::Connection& connection, ByteView token_hash, std::string_view purpose) {
  const auto rows = connection.query(
      "select purpose, user_id, email, bound_to, detail, created_at, expires_at from account_links "
      "where token_hash = ? and purpose = ?",
      token_hash, purpose);
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  return AccountLink{row.get<std::string>(0), row.get<std::optional<UserId>>(1), row.get<std::string>(2),
                     row.get<Bytes>(3),       row.get<std::string>(4),           row.get<Time>(5),
                     row.get<Time>(6)};
}

bool remove(sql::Connection& connection, ByteView token_hash) {
  return connection.query("delete from account_links where token_hash = ?", token_hash).affected() == 1;
}

bool has_live(sql::Connection& connection, const UserId& user, std::string_view purpose, Time now) {
  return !connection
              .query(
                  "select 1 from account_links where user_id = ? and purpose = ? and expires_at > ? limit 1",
                  user, purpose, now)
              .empty();
}

void remove_of_user(sql::Connection& connection, const UserId& user, std::string_view purpose) {
  connection.query("delete from account_links where user_id = ? and purpose = ?", user, purpose);
}

void remove_of_email(sql::Connection& connection, std::string_view email, std::string_view purpose) {
  connection.query("delete from account_links where email = ? and purpose = ? and user_id is null", email,
                   purpose);
}

std::int64_t remove_expired(sql::Connection& connection, Time now, std::size_t limit) {
  return connection
      .query(
          "delete from account_links where token_hash in "
          "(select token_hash from account_links where expires_at <= ? limit ?)",
          now, limit)
      .affected();
}

}  // namespace gatehouse::server::account_links
