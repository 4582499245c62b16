// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/http/response.h"
#include "sdk/cpp/src/sign_in/own_origin.h"
#include "sdk/cpp/src/sign_in/session_cookies.h"

namespace gatehouse::sdk {

/// Signing out: forgets the browser's tokens, withdraws the refresh token, and hands the browser to the
/// platform to end its session there (OpenID Connect RP-Initiated Logout 1.0). Thread-safe; suspends the
/// fiber.
class SignOut {
 public:
  SignOut(Platform& platform, const SessionCookies& cookies, const OwnOrigin& origin, std::string app_id)
      : platform_(platform), cookies_(cookies), origin_(origin), app_id_(std::move(app_id)) {}

  /// GET and POST /auth/sign-out. What another site made the browser send only shows a page that asks.
  [[nodiscard]] http::Response answer(const http::Request& request) const;

 private:
  [[nodiscard]] bool is_meant(const http::Request& request) const;
  [[nodiscard]] std::string next_place(const http::Request& request,
                                       const std::optional<SessionCookies::Kept>& kept) const;
  Platform& platform_;
  const SessionCookies& cookies_;
  const OwnOrigin& origin_;
  std::string app_id_;
};

}  // namespace gatehouse::sdk
