// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/linked_state.h"

#include <algorithm>
#include <limits>

namespace gatehouse::sdk {
namespace {

using Scope = Revocation::Scope;

// How long an app token lives at most, and the clocks' leeway.
constexpr auto kLongestTokenLife = std::chrono::hours(25);

// Revocations outlive what they revoke, so that a browser that slept for that long and wakes in an outage is
// not taken for one in good standing.
constexpr std::chrono::seconds kKeptOn = std::chrono::hours(12);

}  // namespace

LinkedState::LinkedState(RandomSource& random, const std::vector<SecretString>& secrets, UseKeys use_keys)
    : revocations_(random), use_keys_(std::move(use_keys)) {
  for (const auto& secret : secrets) secrets_.push_back(token::VerificationKey::hs256(secret));
  arrange_keys();
}

TokenMark LinkedState::mark(const token::VerifiedToken& token) const {
  return revocations_.mark(token.session_id(), token.user_id(), token.position(),
                           token.issued_at().value_or(Time()));
}

std::string_view LinkedState::amend(const token::VerifiedToken& token, const TokenMark& mark,
                                    User& user) const {
  std::shared_ptr<const Policy> policy;
  {
    const std::lock_guard lock(mutex_);
    policy = policy_;
    const auto found = roles_.find(user.id);
    if (found != roles_.end()) {
      const auto& now = found->second;
      const bool is_older = mark.position ? *mark.position < now.position : mark.issued_at <= now.happened;
      if (is_older) user.roles = now.roles;
    }
  }
  if (!policy) return {};
  user.permissions = policy->permissions_of(user.roles);
  return policy->refusal_of(token);
}

void LinkedState::apply(const SecurityEvent& event) {
  std::visit([&](const auto& what) { act(event, what); }, event.what);
  position_ = std::max(position_.load(), event.position);
}

void LinkedState::act(const SecurityEvent& event, const TokensRevoked& revoked) {
  const bool is_session = !revoked.session_id.empty();
  add({.scope = is_session ? Scope::session : Scope::user,
       .id = is_session ? revoked.session_id : revoked.user_id,
       .position = event.position,
       .happened = event.happened,
       .expires = event.expires});
}

void LinkedState::act(const SecurityEvent& event, const RolesChanged& changed) {
  {
    const std::lock_guard lock(mutex_);
    give_roles(roles_, changed.user_id,
               {.roles = changed.roles,
                .position = event.position,
                .happened = event.happened,
                .expires = event.expires});
  }
  next_generation();
}

void LinkedState::act(const SecurityEvent& event, const EpochRaised&) {
  revocations_.bar_all(event.position, event.happened);
}

void LinkedState::act(const SecurityEvent&, const KeysChanged& changed) {
  if (changed.withdrawn.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    withdrawn_.insert(withdrawn_.end(), changed.withdrawn.begin(), changed.withdrawn.end());
  }
  arrange_keys();
}

bool LinkedState::adopt(const PlatformState& state, Followed followed) {
  if (state.issued_at < state_issued_at_) return false;
  const bool starts_over = state.position < position_;
  if (starts_over) revocations_.start_over(state.issued_at);
  if (starts_over || followed == Followed::after_gap) complete_since_ = state.issued_at;
  for (const auto& revoked : state.revoked) {
    // The state does not say when: for a token without position, what was issued up to now is too old.
    add({.scope = revoked.is_session ? Scope::session : Scope::user,
         .id = revoked.id,
         .position = revoked.position,
         .happened = state.issued_at,
         .expires = revoked.expires});
  }
  if (state.app_epoch != 0) revocations_.bar_all(state.app_epoch, state.issued_at);
  {
    auto roles = roles_of(state);
    const std::lock_guard lock(mutex_);
    roles_ = std::move(roles);  // at once: nobody gets back meanwhile what was taken
    withdrawn_ = state.withdrawn_kids;
  }
  position_ = state.position;
  state_issued_at_ = state.issued_at;
  arrange_keys();
  next_generation();
  return true;
}

bool LinkedState::take_policy(Policy policy) {
  if (policy.version < policy_version_) return false;
  take_policy_of_state(std::move(policy));
  return true;
}

void LinkedState::take_policy_of_state(Policy policy) {
  if (policy.version == policy_version_) return;
  policy_version_ = policy.version;
  {
    const std::lock_guard lock(mutex_);
    policy_ = std::make_shared<const Policy>(std::move(policy));
  }
  arrange_keys();
  next_generation();
}

void LinkedState::use_platform_keys(std::vector<token::Jwk> keys) {
  {
    const std::lock_guard lock(mutex_);
    platform_keys_ = std::move(keys);
  }
  arrange_keys();
}

void LinkedState::drop_retired(Time now) {
  now_ = to_unix_seconds(now);
  arrange_keys();
}

void LinkedState::forget_expired(Time known_until) {
  known_until_ = to_unix_seconds(known_until);
  complete_since_ = std::max(complete_since_.load(), known_until_ - kKeptOn.count());
  revocations_.forget_expired(known_until_);
  const std::lock_guard lock(mutex_);
  std::erase_if(roles_, [this](const auto& entry) { return entry.second.expires < known_until_; });
}

void LinkedState::end_session(const std::string& session_id, Time now) {
  add({.scope = Scope::session,
       .id = session_id,
       .position = std::numeric_limits<std::int64_t>::max(),  // it never issues again
       .happened = to_unix_seconds(now + kLongestTokenLife),
       .expires = to_unix_seconds(now + kLongestTokenLife)});
}

void LinkedState::end_sessions_of(const std::string& user_id, Time issued_until, Time now) {
  add({.scope = Scope::user_by_time,
       .id = user_id,
       .happened = to_unix_seconds(issued_until),
       .expires = to_unix_seconds(now + kLongestTokenLife)});
}

void LinkedState::add(const Revocation& revocation) {
  auto kept_on = revocation;
  kept_on.expires += kKeptOn.count();
  revocations_.add(kept_on, known_until_);
}

LinkedState::Roles LinkedState::roles_of(const PlatformState& state) {
  Roles roles;
  for (const auto& entry : state.roles) {
    give_roles(roles, entry.user_id,
               {.roles = entry.roles,
                .position = entry.position,
                .happened = state.issued_at,
                .expires = entry.expires});
  }
  return roles;
}

void LinkedState::give_roles(Roles& to, const std::string& user_id, NewRoles roles) {
  auto& place = to[user_id];
  if (roles.position >= place.position) place = std::move(roles);
}

void LinkedState::arrange_keys() {
  std::vector<token::VerificationKey> keys;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& secret : secrets_) take_key(keys, secret);
    for (const auto& key : platform_keys_) take_key(keys, token::VerificationKey::from_jwk(key));
    std::string names;
    for (const auto& key : keys)
      names += std::string(token::to_text(key.algorithm())) + ':' + key.kid() + ' ';
    if (names == keys_in_use_) return;
    keys_in_use_ = std::move(names);
  }
  use_keys_(token::KeyRing(std::move(keys)));
  next_generation();
}

void LinkedState::take_key(std::vector<token::VerificationKey>& keys,
                           const token::VerificationKey& key) const {
  const bool is_accepted = policy_ ? std::ranges::count(policy_->algorithms, key.algorithm()) != 0
                                   : key.algorithm() == token::Algorithm::hs256;
  const bool is_retired = policy_ && policy_->is_retired(key.kid(), now_);
  if (is_accepted && !is_retired && std::ranges::count(withdrawn_, key.kid()) == 0) keys.push_back(key);
}

}  // namespace gatehouse::sdk
