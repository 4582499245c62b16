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

using platform_keys::Job;
using platform_keys::kPurposes;
using platform_keys::PlatformKey;
using platform_keys::Purpose;

constexpr crypto::KeyKind kKinds[] = {crypto::KeyKind::ed25519, crypto::KeyKind::p256, crypto::KeyKind::rsa};

Job make_job(Purpose purpose, crypto::KeyKind kind) {
  return {purpose, std::string(token::to_text(token::algorithm_of(kind)))};
}

crypto::PrivateKey read_key(const PlatformKey& stored) {
  auto key = crypto::PrivateKey::from_pkcs8(as_bytes(stored.pkcs8.reveal()));
  if (!key) throw std::runtime_error("the platform key " + stored.kid + " can't be read");
  return std::move(*key);
}

/// When the key after this one should begin to sign; absent while one is waiting for that already.
std::optional<Time> find_due_start(const std::vector<ScheduledKey>& keys, const Job& job, Time now) {
  std::optional<Time> signing_since;
  for (const auto& [key, state, unused] : keys) {
    if (key.job != job) continue;
    if (state == KeyState::next) return std::nullopt;
    if (state == KeyState::signing) signing_since = key.active_at;
  }
  if (!signing_since) return std::nullopt;
  const auto due = *signing_since + KeySchedule::kSigns;
  if (now < due - KeySchedule::kPublishedBefore) return std::nullopt;
  return std::max<Time>(due, now + KeySchedule::kPublishedBefore);
}

bool is_trusted(const ScheduledKey& one) {
  return one.state != KeyState::withdrawn && one.state != KeyState::retired;
}

}  // namespace

struct PlatformKeys::Keys {
  std::vector<ScheduledKey> scheduled;
  std::map<std::pair<Purpose, crypto::KeyKind>, std::shared_ptr<const token::SigningKey>> signing;
  std::shared_ptr<const token::KeyRing> ring;
  std::shared_ptr<const PublishedKeys> published;
  Time good_until = Time::max();
};

PlatformKeys::PlatformKeys(const Clock& clock, RandomSource& random, const crypto::SealingKey& sealing_key,
                           sql::Database& database)
    : clock_(clock), random_(random), sealing_key_(sealing_key), database_(database) {}

PlatformKeys::~PlatformKeys() = default;

std::shared_ptr<const token::SigningKey> PlatformKeys::signing_key(Purpose purpose, crypto::KeyKind kind) {
  const auto keys = load();
  const auto own = keys->signing.find({purpose, kind});
  // Data of a version where one key signed both: it does until verifiers have had the time to learn the
  // other.
  return own != keys->signing.end() ? own->second : keys->signing.at({Purpose::identity, kind});
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
  return make_missing(*keys) ? read_and_keep() : keys;
}

bool PlatformKeys::make_missing(const Keys& known) {
  const auto now = clock_.now();
  const bool is_first_start = known.scheduled.empty();
  std::vector<PlatformKey> made;
  for (const auto purpose : kPurposes) {
    const bool may_wait = purpose == Purpose::app_tokens && !is_first_start;
    for (const auto kind : kKinds) {
      const bool exists = std::any_of(
          known.scheduled.begin(), known.scheduled.end(),
          [job = make_job(purpose, kind)](const auto& one) { return is_trusted(one) && one.key.job == job; });
      if (!exists) made.push_back(make(purpose, kind, may_wait ? now + KeySchedule::kPublishedBefore : now));
    }
  }
  if (made.empty()) return false;
  database_.write([&](sql::Connection& connection) {
    // Two may find none at the same moment: the first one's keys are everybody's.
    for (const auto& key : made) {
      if (!platform_keys::has_trusted(connection, key.job))
        platform_keys::insert(connection, sealing_key_, random_, key);
    }
  });
  return true;
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

PlatformKey PlatformKeys::make(Purpose purpose, crypto::KeyKind kind, Time active_at) const {
  const auto key = crypto::PrivateKey::generate(kind);
  return {token::jwk_thumbprint(key.public_key()),
          make_job(purpose, kind),
          key.to_pkcs8(),
          clock_.now(),
          active_at,
          std::nullopt};
}

void PlatformKeys::publish(const PlatformKey& next) {
  AuditEvent event;
  event.at = clock_.now();
  event.action = "key.rotated";
  event.outcome = "success";
  event.actor = "schedule";
  event.target = next.kid;
  database_.write([&](sql::Connection& connection) {
    platform_keys::insert(connection, sealing_key_, random_, next);
    audit_events::append(connection, event);
  });
}

bool PlatformKeys::rotate_due() {
  const auto keys = load();
  const auto now = clock_.now();
  bool has_rotated = false;
  for (const auto purpose : kPurposes) {
    for (const auto kind : kKinds) {
      const auto start = find_due_start(keys->scheduled, make_job(purpose, kind), now);
      if (!start) continue;
      publish(make(purpose, kind, *start));
      has_rotated = true;
    }
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
    if (state == KeyState::signing) {
      const auto kind = key.kind();
      keys->signing.emplace(
          std::pair(stored_key.job.purpose, kind),
          std::make_shared<const token::SigningKey>(token::SigningKey::asymmetric(std::move(key))));
    }
  }
  auto json = token::to_json(published);
  auto etag = '"' + encode_base64url(crypto::sha256(as_bytes(json))) + '"';
  keys->published = std::make_shared<const PublishedKeys>(PublishedKeys{std::move(json), std::move(etag)});
  keys->ring = std::make_shared<const token::KeyRing>(token::KeyRing::from_jwks(std::move(trusted)));
  return keys;
}

}  // namespace gatehouse::server
