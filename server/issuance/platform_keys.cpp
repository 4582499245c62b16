// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/platform_keys.h"

#include <map>
#include <stdexcept>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/token/jwk.h"
#include "server/storage/platform_keys.h"

namespace gatehouse::server {

struct PlatformKeys::Keys {
  std::map<crypto::KeyKind, std::shared_ptr<const token::SigningKey>> newest;
  std::shared_ptr<const token::KeyRing> ring;
  std::shared_ptr<const PublishedKeys> published;
};

PlatformKeys::PlatformKeys(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
                           sql::Database& database)
    : clock_(clock), random_(random), sealing_key_(sealing_key), database_(database) {}

PlatformKeys::~PlatformKeys() = default;

std::shared_ptr<const token::SigningKey> PlatformKeys::signing_key(crypto::KeyKind kind) {
  return load_with(kind)->newest.at(kind);
}

// The set that is published always holds the key of ID tokens, also before the first was signed.
std::shared_ptr<const token::KeyRing> PlatformKeys::key_ring() {
  return load_with(crypto::KeyKind::rsa)->ring;
}

std::shared_ptr<const PlatformKeys::PublishedKeys> PlatformKeys::published() {
  return load_with(crypto::KeyKind::rsa)->published;
}

std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::load_with(crypto::KeyKind kind) {
  auto keys = known();
  if (keys && keys->newest.count(kind) == 1) return keys;
  keys = read_all();
  if (keys->newest.count(kind) == 0) {
    make_and_store(kind);
    keys = read_all();
  }
  const std::lock_guard lock(mutex_);
  keys_ = keys;
  return keys;
}

std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::known() {
  const std::lock_guard lock(mutex_);
  return keys_;
}

void PlatformKeys::make_and_store(crypto::KeyKind kind) {
  const auto key = crypto::PrivateKey::generate(kind);
  const platform_keys::PlatformKey stored{token::jwk_thumbprint(key.public_key()),
                                          std::string(to_text(token::algorithm_of(kind))), key.to_pkcs8(),
                                          clock_.now()};
  database_.write([&](sql::Connection& connection) {
    // Two may find none at the same moment: the first one's key is everybody's.
    if (platform_keys::has_algorithm(connection, stored.algorithm)) return;
    platform_keys::insert(connection, sealing_key_, random_, stored);
  });
}

std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::read_all() {
  const auto stored = database_.read(
      [&](sql::Connection& connection) { return platform_keys::list(connection, sealing_key_); });
  auto keys = std::make_shared<Keys>();
  std::vector<token::Jwk> jwks;
  for (const auto& one : stored) {
    auto key = crypto::PrivateKey::from_pkcs8(as_bytes(one.pkcs8.reveal()));
    if (!key) throw std::runtime_error("the platform key " + one.kid + " can't be read");
    jwks.push_back({one.kid, key->public_key()});
    const auto kind = key->kind();
    keys->newest.emplace(
        kind, std::make_shared<const token::SigningKey>(token::SigningKey::asymmetric(std::move(*key))));
  }
  auto json = token::to_json(jwks);
  auto etag = '"' + encode_base64url(crypto::sha256(as_bytes(json))) + '"';
  keys->published = std::make_shared<const PublishedKeys>(PublishedKeys{std::move(json), std::move(etag)});
  keys->ring = std::make_shared<const token::KeyRing>(token::KeyRing::from_jwks(std::move(jwks)));
  return keys;
}

}  // namespace gatehouse::server
