// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gatehouse/secret_key.h"
#include "gatehouse/user.h"

namespace gatehouse {

/// An app token that was verified or is to be signed.
struct AppToken {
  User user;
  std::string issuer;  ///< the platform's public URL
  std::string scope = {};
  std::chrono::sys_seconds issued_at = {};  ///< the epoch where the token does not say; not used for signing
  std::chrono::sys_seconds expires_at = {};
};

using TokenClock = std::function<std::chrono::system_clock::time_point()>;

struct TokenVerifierOptions {
  std::string app_id;
  SecretKey secret_key;  ///< or `current,next` while it is being rotated
  /// The platform that must have issued it. Empty: whoever holds the secret may have.
  std::string issuer = {};
  std::chrono::seconds leeway{30};  ///< 0 to 120 s
  TokenClock clock = {};            ///< absent: the system's
};

/// Verifies app tokens locally: no input or output, no locks. Immutable, thread-safe.
class TokenVerifier {
 public:
  /// Throws std::invalid_argument, saying the mend, for a weak secret, an empty app id or a leeway out of
  /// range.
  explicit TokenVerifier(TokenVerifierOptions options);
  TokenVerifier(TokenVerifier&&) noexcept;
  TokenVerifier& operator=(TokenVerifier&&) noexcept;
  ~TokenVerifier();

  struct Verdict {
    std::optional<AppToken> token;  ///< only when every check held
    std::string_view code;          ///< else why not: stable, for your log and not for the caller
    explicit operator bool() const { return token.has_value(); }
    const AppToken* operator->() const { return &token.value(); }
  };
  [[nodiscard]] Verdict verify(std::string_view token) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

struct TokenSignerOptions {
  std::string app_id;
  SecretKey secret_key;
  TokenClock clock = {};  ///< absent: the system's
};

/// Signs app tokens with the app's secret, as the platform does: for tests of an app, and for tools that act
/// for a user. Immutable, thread-safe.
class TokenSigner {
 public:
  /// Throws std::invalid_argument, saying the mend, for a weak secret or an empty app id.
  explicit TokenSigner(TokenSignerOptions options);
  TokenSigner(TokenSigner&&) noexcept;
  TokenSigner& operator=(TokenSigner&&) noexcept;
  ~TokenSigner();

  /// Valid from now on for `lifetime`.
  [[nodiscard]] std::string sign(const AppToken& token,
                                 std::chrono::seconds lifetime = std::chrono::minutes(15)) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace gatehouse
