// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/base/secret_string.h"
#include "core/crypto/asymmetric_key.h"
#include "core/crypto/hmac.h"
#include "core/token/algorithm.h"

namespace gatehouse::token {

/// `typ` of the tokens that Gatehouse signs. Each kind of token has its own, so that none passes as another
/// (RFC 8725, section 3.11).
namespace token_type {
inline constexpr std::string_view kAppToken = "at+jwt";                  // RFC 9068
inline constexpr std::string_view kIdToken = "JWT";                      // OpenID Connect Core
inline constexpr std::string_view kLogoutToken = "logout+jwt";           // OpenID Connect Back-Channel Logout
inline constexpr std::string_view kSecurityEventToken = "secevent+jwt";  // RFC 8417
inline constexpr std::string_view kPolicyToken = "gatehouse-policy+jwt";  // what an app is to accept
inline constexpr std::string_view kStateToken =
    "gatehouse-state+jwt";  // all revocations that count for an app
}  // namespace token_type

/// Signs JWTs. Immutable, thread-safe.
class SigningKey {
 public:
  /// An app's secret key; its `kid` is secret_key_id(). The secret should have passed check_secret_key().
  [[nodiscard]] static SigningKey hs256(const SecretString& secret);
  /// The key's kind decides the algorithm; its `kid` is the RFC 7638 thumbprint.
  [[nodiscard]] static SigningKey asymmetric(crypto::PrivateKey key);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  [[nodiscard]] const std::string& kid() const { return kid_; }

  /// A compact JWS with the header `{"alg","typ","kid"}`. `claims_json` must be a JSON object (JsonWriter
  /// makes one).
  [[nodiscard]] std::string sign(std::string_view type, std::string_view claims_json) const;

 private:
  using Secret = std::variant<crypto::HmacSha256Key, crypto::PrivateKey>;
  SigningKey(Algorithm algorithm, std::string kid, Secret secret)
      : algorithm_(algorithm), kid_(std::move(kid)), secret_(std::move(secret)) {}
  Algorithm algorithm_;
  std::string kid_;
  Secret secret_;
};

}  // namespace gatehouse::token
