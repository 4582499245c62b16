// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "server/issuance/admission.h"
#include "server/issuance/platform_keys.h"

namespace gatehouse::server {

struct IssuedToken {
  std::string text;
  Time expires_at{};  ///< whole seconds, as in `exp`
};

/// Issues app tokens (contract, section 2). Thread-safe. Not to be called within a transaction.
class AppTokenIssuer {
 public:
  /// From an app's choice of another algorithm to the first token that is signed by it.
  static constexpr std::chrono::seconds kHearsWithin{60};

  /// `issuer` is the public URL.
  AppTokenIssuer(const Clock& clock, RandomSource& random, PlatformKeys& keys, std::string issuer);

  /// Signed with the app's current secret, or with a platform key where the app's algorithm is another than
  /// HS256. It never outlives the session. An HS256 app without a secret is a damaged database: throws
  /// std::runtime_error. `actor` is the app that acts for the user, where that is another.
  [[nodiscard]] IssuedToken issue(const Admission& admission, const std::string& scope,
                                  std::chrono::seconds lifetime, const std::string& actor = {}) const;

  /// A token whose subject is the app itself (RFC 6749, section 4.4): no user, roles or session. `secret` is
  /// the current one of an HS256 app, `position` that of the log of events.
  [[nodiscard]] IssuedToken issue_to_app(const App& app, const std::optional<SecretString>& secret,
                                         std::int64_t position) const;

 private:
  const Clock& clock_;
  RandomSource& random_;
  PlatformKeys& keys_;
  std::string issuer_;
};

}  // namespace gatehouse::server
