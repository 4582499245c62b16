// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/live_link/contact.h"
#include "sdk/cpp/src/sign_in/session_cookies.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

struct Renewal {
  enum class Outcome {
    nothing_to_renew,  ///< the browser holds no refresh token of ours
    renewed,
    ended,        ///< the platform has ended the session
    unreachable,  ///< the platform could not be asked
    failed,       ///< its answer is of no use
  };
  Outcome outcome = Outcome::nothing_to_renew;
  std::shared_ptr<const VerifiedToken> token = nullptr;  ///< when renewed
  std::string token_text = {};                           ///< likewise
  std::vector<std::string> set_cookies = {};
};

/// Exchanges a browser's refresh token for a new app token. However many requests of one session wait, the
/// platform is asked once and all get the same answer; so do those that come within 10 s with the old cookie.
/// While the live link gets no answer, nobody waits for one here. Thread-safe; suspends the fiber.
class SessionRenewal {
 public:
  SessionRenewal(Platform& platform, const SessionCookies& cookies, VerifyToken verify, Contact& contact,
                 const Clock& clock, EventLog& events);
  [[nodiscard]] Renewal renew(const http::Request& request);

 private:
  struct Flight;
  [[nodiscard]] Renewal fly(const http::Request& request, const SessionCookies::Kept& kept);
  [[nodiscard]] Result<TokenAnswer, PlatformFailure> ask(const std::string& refresh_token);
  [[nodiscard]] Renewal pause(const http::Request& request, Renewal::Outcome outcome, const std::string& code,
                              const std::string& detail);
  void land(const std::shared_ptr<Flight>& flight);
  void forget_old_flights();

  Platform& platform_;
  const SessionCookies& cookies_;
  VerifyToken verify_;
  Contact& contact_;
  const Clock& clock_;
  EventLog& events_;
  std::mutex mutex_;  // never held while waiting
  std::map<std::string, std::shared_ptr<Flight>> flights_;
  std::chrono::steady_clock::time_point retry_at_{};
  Renewal::Outcome paused_for_ = Renewal::Outcome::unreachable;
};

}  // namespace gatehouse::sdk
