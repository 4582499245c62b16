// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sdk/cpp/src/sign_in/session_renewal.h"
#include "sdk/cpp/src/sign_in/sign_in_flow.h"
#include "sdk/cpp/src/sign_in/sign_out.h"

namespace gatehouse::sdk {

/// All that an app with a platform does for browsers: `/auth/sign-in`, `/auth/callback`, `/auth/sign-out`
/// and silent renewal. Thread-safe.
class BrowserSignIn {
 public:
  struct Parts {
    std::string platform_url;
    std::string app_id;
    std::string app_name;
    const std::vector<SecretString>& secrets;
    SendRequest send;
    const OwnOrigin& origin;
    VerifyToken verify_token;
    const Clock& clock;
    RandomSource& random;
    EventLog& events;
  };
  explicit BrowserSignIn(Parts parts);

  /// Absent when the path is none of these.
  [[nodiscard]] std::optional<http::Response> answer(const http::Request& request);
  [[nodiscard]] Renewal renew(const http::Request& request) { return renewal_.renew(request); }

 private:
  CookieSealer sealer_;
  SessionCookies cookies_;
  Platform platform_;
  IdTokenVerifier id_tokens_;
  SignInFlow flow_;
  SignOut sign_out_;
  SessionRenewal renewal_;
};

}  // namespace gatehouse::sdk
