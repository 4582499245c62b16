// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/random.h"
#include "core/http/response.h"
#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/sign_in/id_token.h"
#include "sdk/cpp/src/sign_in/own_origin.h"
#include "sdk/cpp/src/sign_in/session_cookies.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// Signing in at the platform: the authorization code flow with PKCE, state and nonce, bound to the browser
/// that began it by a sealed cookie. Thread-safe; suspends the fiber.
class SignInFlow {
 public:
  struct Parts {
    Platform& platform;
    const CookieSealer& sealer;
    const SessionCookies& cookies;
    const OwnOrigin& origin;
    VerifyToken verify_token;
    const IdTokenVerifier& id_tokens;
    EventLog& events;
    RandomSource& random;
    std::string app_id;
    std::string app_name;
  };
  explicit SignInFlow(Parts parts) : parts_(std::move(parts)) {}

  /// What a browser without a token is sent to, coming back to where it wanted to go.
  [[nodiscard]] static http::Response send_to_sign_in(const http::Request& request);

  [[nodiscard]] http::Response begin(const http::Request& request) const;     ///< GET /auth/sign-in
  [[nodiscard]] http::Response complete(const http::Request& request) const;  ///< GET /auth/callback

 private:
  struct Attempt {
    std::string state, nonce, verifier, return_to, redirect_uri;
  };
  [[nodiscard]] http::Response redirect_to_platform(const std::string& endpoint, const std::string& origin,
                                                    const std::string& return_to) const;
  [[nodiscard]] std::optional<Attempt> find_attempt(const http::Request& request,
                                                    std::string_view state) const;
  [[nodiscard]] http::Response redeem(const http::Request& request, const Attempt& attempt,
                                      const std::string& code) const;
  [[nodiscard]] http::Response refuse(const http::Request& request, const std::string& code,
                                      const std::string& detail) const;
  [[nodiscard]] http::Response explain(const http::Request& request, const PlatformFailure& failure) const;
  [[nodiscard]] http::Response explain_error(const http::Request& request, std::string_view error) const;

  Parts parts_;
};

}  // namespace gatehouse::sdk
