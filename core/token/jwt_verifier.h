// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/clock.h"
#include "core/token/key_slot.h"
#include "core/token/token_rules.h"
#include "core/token/verified_token.h"

namespace gatehouse::token {

/// Verifies JWTs of one other kind from one issuer. Thread-safe, without locks.
class JwtVerifier {
 public:
  /// `clock` must outlive it. Throws std::invalid_argument for no accepted type or a leeway outside 0 to 120
  /// s.
  JwtVerifier(JwtRules rules, KeyRing keys, const Clock& clock);

  /// TokenError::unknown_key says that the issuer's key set may have changed.
  [[nodiscard]] Result<VerifiedJwt, TokenError> verify(std::string_view token) const;

  void set_keys(KeyRing keys) { keys_.set(std::move(keys)); }

 private:
  JwtRules rules_;
  KeySlot keys_;
  const Clock& clock_;
};

}  // namespace gatehouse::token
