// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/secret_string.h"
#include "core/token/key_ring.h"
#include "gatehouse/user.h"
#include "sdk/cpp/src/live_link/platform_state.h"
#include "sdk/cpp/src/live_link/policy.h"
#include "sdk/cpp/src/live_link/revocation_set.h"
#include "sdk/cpp/src/live_link/security_event.h"

namespace gatehouse::sdk {

/// What the platform has said since it issued the tokens that come in: what is revoked, who has which roles
/// now, what the roles may do, which keys count. Applied by one thread in the order of positions; asked by
/// all. Thread-safe.
class LinkedState {
 public:
  using UseKeys = std::function<void(token::KeyRing)>;

  /// `use_keys` gets the keys that app tokens are to be verified with, whenever they change.
  LinkedState(RandomSource& random, const std::vector<SecretString>& secrets, UseKeys use_keys);

  // For each request.
  [[nodiscard]] bool revokes(const TokenMark& mark) const { return revocations_.revokes(mark); }
  /// Grows when anything but a revocation changes: a token verified under an earlier one is verified again.
  [[nodiscard]] std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }

  // For each token that is verified.
  [[nodiscard]] TokenMark mark(const token::VerifiedToken& token) const;
  /// Gives the user the roles and permissions that count now. Returns why the policy refuses the token, or
  /// nothing.
  [[nodiscard]] std::string_view amend(const token::VerifiedToken& token, const TokenMark& mark,
                                       User& user) const;

  // For the one thread that follows the platform.
  void apply(const SecurityEvent& event);
  /// Adds what the state holds. Where the platform's order went back, as no platform's should, starts over:
  /// positions of before mean nothing then, so what was issued by then is refused. `followed` says that
  /// nothing was missed since the state before. False for a state older than that.
  enum class Followed { without_gap, after_gap };
  bool adopt(const PlatformState& state, Followed followed);
  /// False for one that is older than what is in force.
  bool take_policy(Policy policy);
  /// The one in the state just adopted. It is the platform's last word even where it is older than the one in
  /// force: then the platform was restored from a backup.
  void take_policy_of_state(Policy policy);
  /// The platform's published keys, for apps whose tokens are signed with one of them.
  void use_platform_keys(std::vector<token::Jwk> keys);
  /// Drops the secrets that the policy says count no more by then.
  void drop_retired(Time now);
  /// Forgets what had expired by then.
  void forget_expired(Time known_until);
  /// Revokes by word of mouth: a logout token, which knows no position.
  void end_session(const std::string& session_id, Time now);
  void end_sessions_of(const std::string& user_id, Time issued_until, Time now);

  /// Every revocation of a token that was still valid then is known here.
  [[nodiscard]] Time complete_since() const { return from_unix_seconds(complete_since_); }
  [[nodiscard]] bool has_state() const { return state_issued_at_ != 0; }
  [[nodiscard]] std::int64_t position() const { return position_; }
  [[nodiscard]] std::int64_t policy_version() const { return policy_version_; }
  [[nodiscard]] std::size_t revocations() const { return revocations_.size(); }
  [[nodiscard]] std::size_t revocation_bytes() const { return revocations_.bytes(); }

 private:
  struct NewRoles {
    std::vector<std::string> roles;
    std::int64_t position = 0, happened = 0, expires = 0;
  };
  void act(const SecurityEvent& event, const TokensRevoked& revoked);
  void act(const SecurityEvent& event, const RolesChanged& changed);
  void act(const SecurityEvent& event, const EpochRaised&);
  void act(const SecurityEvent& event, const KeysChanged& changed);
  void act(const SecurityEvent&, const PolicyChanged&) {}  // verified first: take_policy
  void act(const SecurityEvent&, const Informed&) {}
  void add(const Revocation& revocation);
  using Roles = std::unordered_map<std::string, NewRoles>;
  [[nodiscard]] static Roles roles_of(const PlatformState& state);
  static void give_roles(Roles& to, const std::string& user_id, NewRoles roles);
  void arrange_keys();
  void take_key(std::vector<token::VerificationKey>& keys, const token::VerificationKey& key) const;
  void next_generation() { generation_.fetch_add(1, std::memory_order_acq_rel); }

  RevocationSet revocations_;
  std::vector<token::VerificationKey> secrets_;
  UseKeys use_keys_;
  std::atomic<std::uint64_t> generation_ = 1;  // 0 is nobody's
  std::atomic<std::int64_t> position_ = 0, policy_version_ = -1, known_until_ = 0, complete_since_ = 0,
                            state_issued_at_ = 0, now_ = 0;

  mutable std::mutex mutex_;  // never held while waiting
  Roles roles_;
  std::shared_ptr<const Policy> policy_;
  std::vector<token::Jwk> platform_keys_;
  std::vector<std::string> withdrawn_;
  std::string keys_in_use_;
};

}  // namespace gatehouse::sdk
