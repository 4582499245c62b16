// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string_view>

#include "core/http/request.h"
#include "sdk/cpp/src/live_link/contact.h"
#include "sdk/cpp/src/live_link/linked_state.h"
#include "sdk/cpp/src/sign_in/session_cookies.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// Lets a browser session go on with its last verified claims while the platform can't be reached: for as
/// long as the app allows, counted from when the platform was last known to be there. Only who still holds
/// the sealed cookie beside the token, only where every revocation that could concern the token is known, and
/// never who is revoked. A bearer token gets none. Thread-safe.
class OfflineGrace {
 public:
  struct Parts {
    std::chrono::seconds limit;
    const SessionCookies& cookies;
    VerifyToken verify_late;  ///< despite `exp`, but for everything else
    const Contact& contact;
    const LinkedState& state;
    const Clock& clock;
  };
  explicit OfflineGrace(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> extend(
      const http::Request& request, std::string_view token) const;

 private:
  Parts parts_;
};

}  // namespace gatehouse::sdk
