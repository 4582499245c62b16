// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sdk/cpp/src/sign_in/platform.h"
#include "sdk/cpp/src/sign_in/sealed_cookie.h"

namespace gatehouse::sdk {

/// What a signed-in browser keeps for the app: the app token, which the app verifies on each request, and
/// sealed beside it what renews it and ends it.
class SessionCookies {
 public:
  struct Kept {
    std::string user_id;
    std::string refresh_token;  ///< empty when the platform gave none
    std::string id_token;       ///< for the end of the session; may be empty
  };

  SessionCookies(const CookieSealer& sealer, const std::string& app_id, http::SetCookie::Transport transport);

  /// Set-Cookie fields.
  [[nodiscard]] std::vector<std::string> set(const std::string& access_token, const Kept& kept) const;
  [[nodiscard]] std::vector<std::string> clear() const;
  [[nodiscard]] std::optional<Kept> find(const http::Request& request) const;

 private:
  [[nodiscard]] std::string removal_of(const std::string& name) const;
  const CookieSealer& sealer_;
  std::string name_;
  http::SetCookie::Transport transport_;
};

}  // namespace gatehouse::sdk
