// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

  /// `audiences`: the names under which we may be addressed.
  ClientAssertionVerifier(const Clock& clock, std::vector<std::string> audiences);

  /// Which app it says it is from; nothing is verified.
  [[nodiscard]] static std::optional<std::string> claimed_client(std::string_view assertion);
  /// By the app's keys. Whether it was used before is the caller's to check.
  [[nodiscard]] std::optional<ClientAssertion> verify(const App& app, std::string_view assertion) const;

 private:
  const Clock& clock_;
  std::vector<std::string> audiences_;
};

}  // namespace gatehouse::server
