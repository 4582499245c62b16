// SPDX-License-Identifier: Apache-2.0
#include "server/session/first_administrator.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "server/storage/platform_state.h"

namespace gatehouse::server::first_administrator {
namespace {

std::string hash_token(const SecretString& token) {
  return encode_base64url(crypto::sha256(as_bytes(token.reveal())));
}

}  // namespace

bool is_open(sql::Connection& connection) {
  return !platform_state::find(connection, platform_state::kSetUpClosed).has_value();
}

SecretString issue_token(sql::Connection& connection, RandomSource& random) {
  SecretString token(make_random_text(random, 32));
  platform_state::put(connection, platform_state::kSetUpTokenHash, hash_token(token));
  return token;
}

bool is_valid_token(sql::Connection& connection, const SecretString& token) {
  if (!is_open(connection)) return false;
  const auto wanted = platform_state::find(connection, platform_state::kSetUpTokenHash);
  return wanted && equal_in_constant_time(as_bytes(*wanted), as_bytes(hash_token(token)));
}

void close(sql::Connection& connection) {
  platform_state::put(connection, platform_state::kSetUpClosed, "yes");
  platform_state::remove(connection, platform_state::kSetUpTokenHash);
}

}  // namespace gatehouse::server::first_administrator
