// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/token/token_rules.h"
#include "core/token/verified_token.h"
#include "sdk/cpp/src/sign_in/platform.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// Verifies ID tokens (OpenID Connect Core 1.0, section 3.1.3.7) and logout tokens by the platform's
/// published keys. Thread-safe; suspends the fiber when the keys must be fetched.
class IdTokenVerifier {
 public:
  IdTokenVerifier(Platform& platform, std::string app_id, const Clock& clock)
      : platform_(platform), app_id_(std::move(app_id)), clock_(clock) {}

  /// The subject, or why not.
  [[nodiscard]] Result<std::string, TokenRefusal> verify(std::string_view id_token,
                                                         std::string_view nonce) const;

  /// What OpenID Connect Back-Channel Logout 1.0, section 2.6, leaves to check is the caller's.
  [[nodiscard]] Result<token::VerifiedJwt, TokenRefusal> verify_logout(std::string_view logout_token) const;

 private:
  [[nodiscard]] Result<token::VerifiedJwt, TokenRefusal> verify_by_keys(const token::JwtRules& rules,
                                                                        std::string_view text) const;
  [[nodiscard]] Result<token::VerifiedJwt, TokenRefusal> verify_with(Platform::Freshness freshness,
                                                                     const token::JwtRules& rules,
                                                                     std::string_view text) const;
  Platform& platform_;
  std::string app_id_;
  const Clock& clock_;
};

}  // namespace gatehouse::sdk
