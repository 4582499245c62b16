// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/clock.h"
#include "core/token/key_slot.h"
#include "core/token/token_rules.h"
#include "core/token/verified_token.h"

namespace gatehouse::token {

/// Verifies the tokens of one app (contract, section 2). Thread-safe, without locks.
class AppTokenVerifier {
 public:
  /// `clock` must outlive it. Throws std::invalid_argument for an empty app id or a leeway outside 0 to 120
  /// s.
  AppTokenVerifier(AppTokenRules rules, KeyRing keys, const Clock& clock);

  /// Every check or a reason; an empty key ring refuses all.
  [[nodiscard]] Result<VerifiedToken, TokenError> verify(std::string_view token) const;

  /// The same, but `exp` may have passed: for a browser session that goes on while the platform is away.
  [[nodiscard]] Result<VerifiedToken, TokenError> verify_late(std::string_view token) const;

  /// Takes effect for verifications that begin afterwards.
  void set_keys(KeyRing keys) { keys_.set(std::move(keys)); }

 private:
  enum class Expiry { counts, has_no_say };
  [[nodiscard]] Result<VerifiedToken, TokenError> verify(std::string_view token, Expiry expiry) const;

  AppTokenRules rules_;
  KeySlot keys_;
  const Clock& clock_;
};

}  // namespace gatehouse::token
