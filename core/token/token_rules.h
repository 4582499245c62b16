// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/token/compact_token.h"

namespace gatehouse::token {

/// Which `iss` a token must carry. There is no default: not checking it must be spelled out.
class IssuerRule {
 public:
  /// Compared byte by byte. Throws std::invalid_argument when empty.
  [[nodiscard]] static IssuerRule require(std::string issuer);

  [[nodiscard]] const std::optional<std::string>& required() const { return issuer_; }

 private:
  friend IssuerRule accept_any_issuer();
  explicit IssuerRule(std::optional<std::string> issuer) : issuer_(std::move(issuer)) {}
  std::optional<std::string> issuer_;
};
/// For an app without a platform: whoever holds the secret may issue.
[[nodiscard]] IssuerRule accept_any_issuer();

/// Which `aud` a token must carry; likewise.
class AudienceRule {
 public:
  [[nodiscard]] static AudienceRule require(std::string audience);
  [[nodiscard]] const std::optional<std::string>& required() const { return audience_; }

 private:
  friend AudienceRule accept_any_audience();
  explicit AudienceRule(std::optional<std::string> audience) : audience_(std::move(audience)) {}
  std::optional<std::string> audience_;
};
[[nodiscard]] AudienceRule accept_any_audience();

inline constexpr std::chrono::seconds kDefaultLeeway{30};
inline constexpr std::chrono::seconds kMostLeeway{120};

/// What an app demands of its tokens (contract, section 2).
struct AppTokenRules {
  std::string app_id;
  IssuerRule issuer;  ///< with a required one, lifetimes above 24 hours are refused
  std::chrono::seconds leeway = kDefaultLeeway;  ///< 0 to 120 s
};

enum class ExpiryRule { required, optional };

/// What other JWTs must be: ID tokens, logout tokens, security events. Start from one of the makers below.
struct JwtRules {
  std::vector<std::string> types;  ///< accepted `typ`, compared without regard to case; "" stands for none
  IssuerRule issuer;
  AudienceRule audience;
  ExpiryRule expiry = ExpiryRule::required;
  std::vector<std::string> required_claims;
  std::vector<std::string> forbidden_claims;
  std::chrono::seconds leeway = kDefaultLeeway;
  std::size_t longest = kLongestToken;           ///< characters
  std::size_t most_values = kMostPayloadValues;  ///< of the payload
};

/// OpenID Connect Core, section 3.1.3.7. `nonce`, `azp` and `at_hash` belong to the request and are the
/// caller's to compare.
[[nodiscard]] JwtRules id_token_rules(std::string issuer, std::string client_id);
/// OpenID Connect Back-Channel Logout, section 2.6. `events`, `jti` replay and "sub or sid" are the caller's
/// to check.
[[nodiscard]] JwtRules logout_token_rules(std::string issuer, std::string client_id);
/// RFC 8417: has no expiry. It may hold a policy, and be as long as that.
[[nodiscard]] JwtRules security_event_rules(std::string issuer, std::string audience);
/// A policy for one app: which tokens it accepts and what its roles may do. It counts until a newer version
/// comes; `version` is the caller's to compare.
[[nodiscard]] JwtRules policy_rules(std::string issuer, std::string app_id);

}  // namespace gatehouse::token
