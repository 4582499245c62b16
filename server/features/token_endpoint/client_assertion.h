// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/crypto/sha256.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// An assertion that holds. It may be used once until it expires.
struct ClientAssertion {
  crypto::Sha256Digest id_hash;  ///< of its `jti`
  Time expires_at{};
};

/// private_key_jwt (RFC 7523, section 3; OpenID Connect Core, section 9): an app proves by a signed assertion
/// that it holds one of the private keys whose public halves are registered. Thread-safe.
class ClientAssertionVerifier {
 public:
  static constexpr std::string_view kType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
  /// A longer one would have to be remembered for longer.
  static constexpr std::chrono::minutes kMostLifetime{10};

  ClientAssertionVerifier(const Clock& clock, std::string issuer);

  /// Which app it says it is from; nothing is verified.
  [[nodiscard]] static std::optional<std::string> claimed_client(std::string_view assertion);
  /// By the app's keys. It must be for us by the issuer, or by the address of the token endpoint or of the
  /// one that is called (RFC 9126, section 2). Whether it was used before is the caller's to check.
  [[nodiscard]] std::optional<ClientAssertion> verify(const App& app, std::string_view assertion,
                                                      std::string_view called_path) const;

 private:
  const Clock& clock_;
  std::string issuer_;
};

}  // namespace gatehouse::server
