// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/http/cookie.h"
#include "gatehouse/json.h"

namespace gatehouse::sdk {

/// Cookies that browsers carry and can neither read nor change. Their key comes from the app's secret by
/// HKDF, for this purpose alone; name, app and end of life are bound in. Thread-safe.
class CookieSealer {
 public:
  /// Seals with the first secret, opens with any, so that a rotation ends no session.
  CookieSealer(const std::vector<SecretString>& secrets, std::string app_id, const Clock& clock,
               RandomSource& random, http::SetCookie::Transport transport);

  /// A Set-Cookie field; HttpOnly, SameSite=Lax. `max_age` absent: until the browser closes, but never
  /// opened after `life`.
  [[nodiscard]] std::string seal(const std::string& name, const Json& content, std::chrono::seconds life,
                                 std::optional<std::chrono::seconds> max_age) const;
  /// Absent when the cookie is missing, stands twice, was not sealed by us under this name, or is too old.
  [[nodiscard]] std::optional<Json> open(const http::Request& request, const std::string& name) const;

 private:
  std::vector<crypto::SealingKey> keys_;
  std::string app_id_;
  const Clock& clock_;
  RandomSource& random_;
  http::SetCookie::Transport transport_;
};

}  // namespace gatehouse::sdk
