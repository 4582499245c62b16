// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/token/jwt_verifier.h"
#include "sdk/cpp/src/live_link/platform_state.h"
#include "sdk/cpp/src/live_link/policy.h"
#include "sdk/cpp/src/live_link/security_event.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// Of a signed state, in bytes.
inline constexpr std::size_t kLongestState = std::size_t{128} * 1024 * 1024;

/// Reads what the platform signs for one app: security events, policies, states. RS256 by its published keys
/// and nothing else; each kind by its own `typ`. For one thread.
class SignedByPlatform {
 public:
  SignedByPlatform(std::string issuer, std::string app_id, const Clock& clock);

  /// The platform's key set as JSON. False when it can't be read: the keys before stay in use.
  bool use_keys(const std::string& jwks);
  /// Keys that no longer count, whoever publishes them.
  void withdraw(const std::vector<std::string>& kids);

  [[nodiscard]] Result<SecurityEvent, TokenRefusal> read_event(std::string_view text) const;
  [[nodiscard]] Result<Policy, TokenRefusal> read_policy(std::string_view text) const;
  [[nodiscard]] Result<PlatformState, TokenRefusal> read_state(std::string_view text) const;

  [[nodiscard]] const std::string& jwks() const { return jwks_; }
  /// All keys that were published and not withdrawn, of any algorithm.
  [[nodiscard]] const std::vector<token::Jwk>& keys() const { return keys_; }

 private:
  void arrange_keys();

  std::string issuer_, app_id_;
  std::string jwks_;
  std::vector<token::Jwk> published_, keys_;
  std::vector<std::string> withdrawn_;
  token::KeyRing ring_;
  token::JwtVerifier events_, policies_;
};

}  // namespace gatehouse::sdk
