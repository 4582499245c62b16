// SPDX-License-Identifier: Apache-2.0
#include "server/storage/refresh_tokens.h"

#include <stdexcept>

#include "core/base/base64url.h"

namespace gatehouse::server::refresh_tokens {

void insert(sql::Connection& connection, const RefreshToken& token, ByteView token_hash) {
  connection.query(
      "insert into refresh_tokens (token_hash, grant_id, successor_of, used_at, created_at, expires_at) "
      "values (?, ?, ?, ?, ?, ?)",
      token_hash, token.grant_id, token.successor_of, token.used_at, token.created_at, token.expires_at);
}

std::optional<RefreshToken> find(sql::Connection& connection, ByteView token_hash) {
  const auto rows = connection.query(
      "select grant_id, successor_of, used_at, created_at, expires_at from refresh_tokens "
      "where token_hash = ?",
      token_hash);
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  return RefreshToken{row.get<GrantId>(0), row.get<std::optional<Bytes>>(1), row.get<std::optional<Time>>(2),
                      row.get<Time>(3), row.get<Time>(4)};
}

bool mark_used(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
               ByteView token_hash, const SecretString& successor, Time now) {
  const auto row = encode_base64url(token_hash);
  const auto sealed =
      sealing_key.seal(as_bytes(successor.reveal()), {"refresh_tokens", row, "sealed_successor"}, random);
  const auto updated = connection.query(
      "update refresh_tokens set used_at = ?, sealed_successor = ? where token_hash = ? and used_at is null",
      now, sealed, token_hash);
  if (updated.affected() != 1) return false;
  connection.query(
      "update refresh_tokens set sealed_successor = null "
      "where token_hash = (select successor_of from refresh_tokens where token_hash = ?)",
      token_hash);
  return true;
}

std::optional<SecretString> find_unused_successor(sql::Connection& connection,
                                                  const crypto::SealingKey& sealing_key,
                                                  ByteView token_hash) {
  const auto rows =
      connection.query("select sealed_successor from refresh_tokens where token_hash = ?", token_hash);
  if (rows.empty()) return std::nullopt;
  const auto sealed = rows[0].get<std::optional<Bytes>>(0);
  if (!sealed) return std::nullopt;
  auto successor =
      sealing_key.open(*sealed, {"refresh_tokens", encode_base64url(token_hash), "sealed_successor"});
  if (!successor) {
    throw std::runtime_error(
        "a refresh token's successor does not open: the master key is another one, or the row was tampered "
        "with");
  }
  return successor;
}

std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from refresh_tokens where token_hash in "
          "(select token_hash from refresh_tokens where expires_at <= ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::refresh_tokens
