// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/http/response.h"
#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/live_link/linked_state.h"
#include "sdk/cpp/src/sign_in/id_token.h"

namespace gatehouse::sdk {

/// POST /auth/backchannel-logout: the platform says that a session has ended (OpenID Connect Back-Channel
/// Logout 1.0). The live link says so too, and sooner; this serves apps whose link is cut and platforms that
/// have none. Thread-safe; suspends the fiber.
class BackChannelLogout {
 public:
  BackChannelLogout(const IdTokenVerifier& tokens, LinkedState& state, const Clock& clock, EventLog& events)
      : tokens_(tokens), state_(state), clock_(clock), events_(events) {}

  [[nodiscard]] http::Response answer(const http::Request& request);

 private:
  [[nodiscard]] Result<void, TokenRefusal> end(std::string_view logout_token);
  [[nodiscard]] bool is_replayed(const token::VerifiedJwt& token);

  const IdTokenVerifier& tokens_;
  LinkedState& state_;
  const Clock& clock_;
  EventLog& events_;
  std::mutex mutex_;                  // never held while waiting
  std::map<std::string, Time> seen_;  ///< jti and when it ends
};

}  // namespace gatehouse::sdk
