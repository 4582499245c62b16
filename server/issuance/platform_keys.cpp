// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/platform_keys.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "core/token/jwk.h"
#include "server/issuance/key_schedule.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

constexpr crypto::KeyKind kKinds[] = {crypto::KeyKind::ed25519, crypto::KeyKind::p256, crypto::KeyKind::rsa};

std::string name_of(crypto::KeyKind kind) {
  return std::string(to_text(token::algorithm_of(kind)));
}

crypto::PrivateKey read_key(const platform_keys::PlatformKey& stored) {
  auto key = crypto::PrivateKey::from_pkcs8(as_bytes(stored.pkcs8.reveal()));
  if (!key) throw std::runtime_error("the platform key " + stored.kid + " can't be read");
  return std::move(*key);
}

/// When the key after this one should begin to sign; absent while one is waiting for that already.
std::optional<Time> find_due_start(const std::vector<ScheduledKey>& keys, const std::string& algorithm,
                                   Time now) {
  std::optional<Time> signing_since;
  for (const auto& [key, state, unused] : keys) {
    if (key.algorithm != algorithm) continue;
    if (state == KeyState::next) return std::nullopt;
    if (state == KeyState::signing) signing_since = key.active_at;
  }
  if (!signing_since) return std::nullopt;
  const auto due = *signing_since + KeySchedule::kSigns;
  if (now < due - KeySchedule::kPublishedBefore) return std::nullopt;
  return std::max<Time>(due, now + KeySchedule::kPublishedBefore);
}

}  // namespace

struct PlatformKeys::Keys {
  std::vector<ScheduledKey> scheduled;
  std::map<crypto::KeyKind, std::shared_ptr<const token::SigningKey>> signing;
  std::shared_ptr<const token::KeyRing> ring;
  std::shared_ptr<const PublishedKeys> published;
  Time good_until = Time::max();
};

PlatformKeys::PlatformKeys(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
                           sql::Database& database)
    : clock_(clock), random_(random), sealing_key_(sealing_key), database_(database) {}

PlatformKeys::~PlatformKeys() = default;

std::shared_ptr<const token::SigningKey> PlatformKeys::signing_key(crypto::KeyKind kind) {
  return load()->signing.at(kind);
}

std::shared_ptr<const token::KeyRing> PlatformKeys::key_ring() {
  return load()->ring;
}

std::shared_ptr<const PlatformKeys::PublishedKeys> PlatformKeys::published() {
  return load()->published;
}

// All kinds are made before the first set is published: a kind that appeared with the first app that asks for
// it would be unknown to every verifier that holds the set already.
std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::load() {
  auto keys = known();
  if (!keys) keys = read_and_keep();
  bool has_made = false;
  for (const auto kind : kKinds) {
    if (keys->signing.count(kind) == 1) continue;
    make_and_store(kind);
    has_made = true;
  }
  return has_made ? read_and_keep() : keys;
}

// What was read before a key was withdrawn must not be kept after it: that key would go on signing.
std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::read_and_keep() {
  while (true) {
    std::uint64_t before = 0;
    {
      const std::lock_guard lock(mutex_);
      before = times_forgotten_;
    }
    auto keys = read_all();
    const std::lock_guard lock(mutex_);
    if (times_forgotten_ != before) continue;
    keys_ = keys;
    return keys;
  }
}

std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::known() {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  return keys_ && now < keys_->good_until ? keys_ : nullptr;
}

void PlatformKeys::forget() {
  const std::lock_guard lock(mutex_);
  keys_ = nullptr;
  ++times_forgotten_;
}

platform_keys::PlatformKey PlatformKeys::make(crypto::KeyKind kind, Time active_at) const {
  const auto key = crypto::PrivateKey::generate(kind);
  return {token::jwk_thumbprint(key.public_key()),
          name_of(kind),
          key.to_pkcs8(),
          clock_.now(),
          active_at,
          std::nullopt};
}

void PlatformKeys::make_and_store(crypto::KeyKind kind) {
  const auto made = make(kind, clock_.now());
  database_.write([&](sql::Connection& connection) {
    // Two may find none at the same moment: the first one's key is everybody's.
    if (platform_keys::has_active(connection, made.algorithm, clock_.now())) return;
    platform_keys::insert(connection, sealing_key_, random_, made);
  });
}

bool PlatformKeys::rotate_due() {
  const auto keys = load();
  const auto now = clock_.now();
  bool has_rotated = false;
  for (const auto kind : kKinds) {
    const auto start = find_due_start(keys->scheduled, name_of(kind), now);
    if (!start) continue;
    const auto next = make(kind, *start);
    AuditEvent event;
    event.at = now;
    event.action = "key.rotated";
    event.outcome = "success";
    event.actor = "schedule";
    event.target = next.kid;
    database_.write([&](sql::Connection& connection) {
      platform_keys::insert(connection, sealing_key_, random_, next);
      audit_events::append(connection, event);
    });
    has_rotated = true;
  }
  if (has_rotated) forget();
  return has_rotated;
}

std::shared_ptr<const PlatformKeys::Keys> PlatformKeys::read_all() {
  auto stored = database_.read(
      [&](sql::Connection& connection) { return platform_keys::list(connection, sealing_key_); });
  auto keys = std::make_shared<Keys>();
  keys->scheduled = schedule_keys(std::move(stored), clock_.now());
  std::vector<token::Jwk> trusted;
  std::vector<token::Jwk> published;
  for (const auto& [stored_key, state, changes_at] : keys->scheduled) {
    if (state == KeyState::withdrawn) continue;
    auto key = read_key(stored_key);
    trusted.push_back({stored_key.kid, key.public_key()});
    if (state != KeyState::retired) published.push_back(trusted.back());
    if (changes_at) keys->good_until = std::min(keys->good_until, *changes_at);
    const auto kind = key.kind();
    if (state == KeyState::signing) {
      keys->signing.emplace(
          kind, std::make_shared<const token::SigningKey>(token::SigningKey::asymmetric(std::move(key))));
    }
  }
  auto json = token::to_json(published);
  auto etag = '"' + encode_base64url(crypto::sha256(as_bytes(json))) + '"';
  keys->published = std::make_shared<const PublishedKeys>(PublishedKeys{std::move(json), std::move(etag)});
  keys->ring = std::make_shared<const token::KeyRing>(token::KeyRing::from_jwks(std::move(trusted)));
  return keys;
}

}  // namespace gatehouse::server
