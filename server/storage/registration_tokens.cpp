// SPDX-License-Identifier: Apache-2.0
#include "server/storage/registration_tokens.h"

namespace gatehouse::server::registration_tokens {
namespace {

RegistrationToken to_token(const sql::Rows::Row& row) {
  return {row.get<std::string>(0), row.get<std::string>(1), row.get<Time>(2), row.get<Time>(3)};
}

}  // namespace

void insert(sql::Connection& connection, const RegistrationToken& token, ByteView token_hash) {
  connection.query(
      "insert into registration_tokens (id, name, token_hash, created_at, expires_at) values (?, ?, ?, ?, ?)",
      token.id, token.name, token_hash, token.created_at, token.expires_at);
}

std::optional<RegistrationToken> find(sql::Connection& connection, ByteView token_hash, Time now) {
  const auto rows = connection.query(
      "select id, name, created_at, expires_at from registration_tokens where token_hash = ? and "
      "expires_at > ?",
      token_hash, now);
  if (rows.empty()) return std::nullopt;
  return to_token(rows[0]);
}

std::vector<RegistrationToken> list(sql::Connection& connection) {
  const auto rows = connection.query(
      "select id, name, created_at, expires_at from registration_tokens order by id limit 1000");
  std::vector<RegistrationToken> tokens;
  for (const auto row : rows) tokens.push_back(to_token(row));
  return tokens;
}

bool remove(sql::Connection& connection, const std::string& id) {
  return connection.query("delete from registration_tokens where id = ?", id).affected() == 1;
}

}  // namespace gatehouse::server::registration_tokens
