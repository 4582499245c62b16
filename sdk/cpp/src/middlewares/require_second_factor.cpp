// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "gatehouse/middlewares.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {
namespace {

// Values of RFC 8176 that mean something beyond a password.
constexpr std::array<std::string_view, 6> kSecondFactors{"mfa", "otp", "hwk", "swk", "sms", "pop"};

bool has_second_factor(const User& user) {
  return std::any_of(
      user.authentication_methods.begin(), user.authentication_methods.end(), [](const std::string& method) {
        return std::find(kSecondFactors.begin(), kSecondFactors.end(), method) != kSecondFactors.end();
      });
}

}  // namespace

Middleware require_second_factor(std::chrono::seconds within) {
  return [within](Request& req, Response& res, Next next) {
    const auto& user = req.user();
    const auto now = sdk::RequestAccess::clock(req).now();
    if (has_second_factor(user) && user.authenticated_at && now - *user.authenticated_at <= within) {
      return next();
    }
    // RFC 9470, section 3, with 403 because the token itself is good.
    res.set("WWW-Authenticate",
            "Bearer error=\"insufficient_user_authentication\", max_age=" + std::to_string(within.count()));
    res.status(403).json({{"error", "Sign in again with your second factor"}});
  };
}

}  // namespace gatehouse
