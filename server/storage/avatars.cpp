// SPDX-License-Identifier: Apache-2.0
#include "server/storage/avatars.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"

namespace gatehouse::server::avatars {
namespace {

constexpr std::size_t kSaltBytes = 32;

void name_in_row(sql::Connection& connection, const UserId& user, const std::optional<std::string>& hash,
                 Time now) {
  connection.query("update users set avatar_hash = ?, updated_at = ?, version = version + 1 where id = ?",
                   hash, now, user);
}

}  // namespace

std::string make_hash(RandomSource& random, std::string_view png) {
  auto salted = make_random_text(random, kSaltBytes);
  salted += png;
  return encode_base64url(crypto::sha256(as_bytes(salted)));
}

void put(sql::Connection& connection, const UserId& user, const std::string& hash, const std::string& png,
         Time now) {
  connection.query(
      "insert into avatars (user_id, hash, png) values (?, ?, ?) "
      "on conflict (user_id) do update set hash = excluded.hash, png = excluded.png",
      user, hash, to_bytes(png));
  name_in_row(connection, user, hash, now);
}

bool remove(sql::Connection& connection, const UserId& user, Time now) {
  if (connection.query("delete from avatars where user_id = ?", user).affected() == 0) return false;
  name_in_row(connection, user, std::nullopt, now);
  return true;
}

std::optional<std::string> find(sql::Connection& connection, std::string_view hash) {
  const auto rows = connection.query("select png from avatars where hash = ?", hash);
  if (rows.empty()) return std::nullopt;
  return std::string(as_text(rows[0].get<Bytes>(0)));
}

}  // namespace gatehouse::server::avatars
