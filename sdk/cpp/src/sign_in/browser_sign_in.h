// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sdk/cpp/src/sign_in/back_channel_logout.h"
#include "sdk/cpp/src/sign_in/offline_grace.h"
#include "sdk/cpp/src/sign_in/session_renewal.h"
#include "sdk/cpp/src/sign_in/sign_in_flow.h"
#include "sdk/cpp/src/sign_in/sign_out.h"

namespace gatehouse::sdk {

/// All that an app with a platform does for browsers: `/auth/sign-in`, `/auth/callback`, `/auth/sign-out`,
/// `/auth/backchannel-logout`, silent renewal, and sessions that outlive the platform's absence. Thread-safe.
class BrowserSignIn {
 public:
  struct Parts {
    Platform& platform;
    std::string app_id;
    std::string app_name;
    const std::vector<SecretString>& secrets;
    const OwnOrigin& origin;
    VerifyToken verify_token;
    VerifyToken verify_late;
    std::chrono::seconds offline_grace;
    LinkedState& state;
    Contact& contact;
    const Clock& clock;
    RandomSource& random;
    EventLog& events;
  };
  explicit BrowserSignIn(Parts parts);

  /// Absent when the path is none of these.
  [[nodiscard]] std::optional<http::Response> answer(const http::Request& request);
  [[nodiscard]] Renewal renew(const http::Request& request) { return renewal_.renew(request); }
  [[nodiscard]] Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> extend(
      const http::Request& request, std::string_view token) const {
    return grace_.extend(request, token);
  }

 private:
  CookieSealer sealer_;
  SessionCookies cookies_;
  IdTokenVerifier id_tokens_;
  SignInFlow flow_;
  SignOut sign_out_;
  BackChannelLogout back_channel_;
  SessionRenewal renewal_;
  OfflineGrace grace_;
};

}  // namespace gatehouse::sdk
