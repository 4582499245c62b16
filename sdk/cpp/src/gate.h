// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "sdk/cpp/src/credentials.h"
#include "sdk/cpp/src/event_log.h"
#include "sdk/cpp/src/exchange.h"
#include "sdk/cpp/src/route_table.h"
#include "sdk/cpp/src/sign_in/session_renewal.h"
#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// The one way from a request to an app's handler: token, user, post-auth middleware, route, in this order on
/// every path. Thread-safe once set up.
class Gate {
 public:
  struct Parts {
    const Clock& clock;
    EventLog& events;
    VerifyToken verify;
    Middleware post_auth;
    FindDataSource find_data_source;
    /// What a browser that navigates gets instead of a 401; absent where there is no platform.
    std::function<http::Response(const http::Request&)> send_to_sign_in = {};
    /// Renews what the cookie carries; absent where there is no platform.
    std::function<Renewal(const http::Request&)> renew = {};
    /// Lets a browser's session go on while the platform can't be reached; as above.
    std::function<Result<std::shared_ptr<const VerifiedToken>, TokenRefusal>(const http::Request&,
                                                                             std::string_view token)>
        extend = {};
    const LinkPort* link = nullptr;
    /// Beyond this staleness nobody is let in; zero: no such bound.
    std::chrono::milliseconds greatest_staleness{0};
  };
  explicit Gate(Parts parts) : parts_(std::move(parts)) {}

  RouteTable& routes() { return routes_; }
  [[nodiscard]] http::Response answer(const http::Request& request) const;

 private:
  struct Admission {
    std::shared_ptr<const User> user;
    http::Response refusal;                ///< when there is no user
    std::vector<std::string> set_cookies;  ///< for the answer, whatever it is
    std::string renewed_token;
  };
  [[nodiscard]] Admission admit(const http::Request& request) const;
  [[nodiscard]] bool is_too_stale() const;
  [[nodiscard]] Admission admit_browser(const http::Request& request, const Credentials& credentials) const;
  [[nodiscard]] Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> verify(
      const Credentials& credentials) const;
  [[nodiscard]] Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> extend(
      const http::Request& request, const Credentials& credentials) const;
  [[nodiscard]] http::Response refuse(const http::Request& request, const TokenRefusal& refusal) const;
  [[nodiscard]] http::Response run(Request::Context& context, const RouteTable::Found& found) const;
  [[nodiscard]] http::Response finish(const http::Request& request, Response::State state) const;

  Parts parts_;
  RouteTable routes_;
};

}  // namespace gatehouse::sdk
