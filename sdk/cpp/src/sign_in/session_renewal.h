// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/sign_in/session_cookies.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

struct Renewal {
  enum class Outcome {
    nothing_to_renew,  ///< the browser holds no refresh token of ours
    renewed,
    ended,        ///< the platform has ended the session
    unreachable,  ///< the platform could not be asked
  };
  Outcome outcome = Outcome::nothing_to_renew;
  std::shared_ptr<const VerifiedToken> token = nullptr;  ///< when renewed
  std::vector<std::string> set_cookies = {};
};

/// Exchanges a browser's refresh token for a new app token. However many requests of one session wait, the
/// platform is asked once and all get the same answer; so do those that come within 10 s with the old cookie.
/// Thread-safe; suspends the fiber.
class SessionRenewal {
 public:
  SessionRenewal(Platform& platform, const SessionCookies& cookies, VerifyToken verify, const Clock& clock,
                 EventLog& events);
  [[nodiscard]] Renewal renew(const http::Request& request);

 private:
  struct Flight;
  [[nodiscard]] Renewal fly(const http::Request& request, const SessionCookies::Kept& kept);
  [[nodiscard]] Renewal unreachable(const http::Request& request, const std::string& code,
                                    const std::string& detail);
  void land(const std::shared_ptr<Flight>& flight);
  void forget_old_flights();

  Platform& platform_;
  const SessionCookies& cookies_;
  VerifyToken verify_;
  const Clock& clock_;
  EventLog& events_;
  std::mutex mutex_;  // never held while waiting
  std::map<std::string, std::shared_ptr<Flight>> flights_;
  std::chrono::steady_clock::time_point retry_at_{};
};

}  // namespace gatehouse::sdk
