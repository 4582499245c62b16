// SPDX-License-Identifier: Apache-2.0
#include "server/access/api_key_authentication.h"

#include "core/http/syntax.h"
#include "server/storage/api_keys.h"
#include "server/storage/app_managers.h"
#include "server/storage/service_accounts.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kScheme = "Bearer ";
constexpr std::chrono::minutes kTouchInterval{1};

std::optional<SecretString> find_secret(const http::Request& request) {
  if (request.headers.count("Authorization") != 1) return std::nullopt;
  const auto header = *request.header("Authorization");
  if (!http::equal_ignoring_case(header.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  const auto secret = header.substr(std::min(kScheme.size(), header.size()));
  if (!secret.starts_with(kApiKeySecretPrefix) || secret.size() > 100) return std::nullopt;
  return SecretString(std::string(secret));
}

/// What the key's owner may do now; absent when the owner may not come in at all.
std::optional<Rights> find_rights(sql::Connection& connection, const ApiKey& key) {
  if (!key.user_id.empty()) {
    const auto user = users::find(connection, key.user_id);
    if (!user || user->is_disabled()) return std::nullopt;
    return Rights{user->platform_role, app_managers::list_apps_of(connection, user->id), std::nullopt};
  }
  const auto account = service_accounts::find(connection, key.account_id);
  if (!account || account->is_disabled()) return std::nullopt;
  return Rights{account->platform_role, account->managed_apps, std::nullopt};
}

}  // namespace

crypto::Sha256Digest hash_api_key(const SecretString& secret) {
  return crypto::sha256(as_bytes(secret.reveal()));
}

Caller ApiKeyAuthentication::operator()(const http::Request& request) const {
  const auto secret = find_secret(request);
  if (!secret) return Caller::anonymous();
  const auto hash = hash_api_key(*secret);
  std::optional<ApiKey> key;
  std::optional<Rights> rights;
  database_.read([&](sql::Connection& connection) {
    key = api_keys::find_by_secret_hash(connection, hash);
    rights = key ? find_rights(connection, *key) : std::nullopt;
  });
  const auto now = clock_.now();
  if (!key || !rights || now >= key->expires_at) return Caller::anonymous();
  note_use(*key, now);
  return Caller::api_key(std::move(*key), std::move(*rights));
}

void ApiKeyAuthentication::note_use(const ApiKey& key, Time now) const {
  if (key.last_used_at && now - *key.last_used_at < kTouchInterval) return;
  try {
    database_.write([&](sql::Connection& connection) { api_keys::touch(connection, key.id, now); });
  } catch (const sql::Error&) {
    // A full disk must not lock scripts out.
  }
}

}  // namespace gatehouse::server
