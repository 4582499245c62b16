// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "core/http/request.h"
#include "core/sql/database.h"
#include "server/session/session_cookie.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {

struct SessionBounds {
  std::chrono::seconds idle = std::chrono::days(14);      ///< unused for so long: ended
  std::chrono::seconds lifetime = std::chrono::days(90);  ///< from sign-in, whatever its use

  [[nodiscard]] bool hold(const Session& session, Time now) const {
    return now < session.expires_at && now < session.last_seen_at + idle;
  }
};

/// A session about to be stored, with the cookie value that is told only to the browser.
struct NewSession {
  Session session;
  SecretString token;
};

/// Begins sessions and finds them again. Thread-safe.
class SessionService {
 public:
  SessionService(const Clock& clock, RandomSource& random, sql::Database& database, SessionBounds bounds,
                 SessionCookie cookie);

  /// A session with a new id and token; every sign-in makes one, so that a planted cookie is worth nothing.
  [[nodiscard]] NewSession make(const UserId& user, std::vector<std::string> amr,
                                const http::Request& request) const;
  void insert(sql::Connection& connection, const NewSession& session) const;
  /// Gives the stored session of the same id the new token, sign-in time and bounds; false when it is gone.
  bool renew(sql::Connection& connection, const NewSession& session) const;
  void set_cookie(http::Response& response, const NewSession& session) const;
  void clear_cookie(http::Response& response) const { cookie_.clear(response); }

  /// The live session of the request's cookie: within its bounds, of a user who is not disabled.
  [[nodiscard]] std::optional<sessions::SessionAndUser> find(const http::Request& request);

  [[nodiscard]] const SessionBounds& bounds() const { return bounds_; }

 private:
  const Clock& clock_;
  RandomSource& random_;
  sql::Database& database_;
  SessionBounds bounds_;
  SessionCookie cookie_;
};

}  // namespace gatehouse::server
