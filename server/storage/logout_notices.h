// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Apps that are yet to be told that a session has ended. The database itself puts a notice here whenever a
/// session is deleted. As in storage/users.h.
namespace gatehouse::server::logout_notices {

struct LogoutNotice {
  std::int64_t id = 0;
  AppId app_id;
  UserId user_id;
  SessionId session_id;
  int attempts = 0;  ///< this one included
  Time first_attempt_at{};
  std::string uri;  ///< of the app
};

/// True when `claim` would find one.
[[nodiscard]] bool has_due(sql::Connection& connection, Time now);
/// Takes the next notice that is due; nobody else gets one of its app until it is finished, put back or, when
/// its claimer died, until `until`.
[[nodiscard]] std::optional<LogoutNotice> claim(sql::Connection& connection, Time now, Time until);
/// Told, or given up.
void finish(sql::Connection& connection, std::int64_t id);
enum class Reach { answered, not_reached };
/// Where the app was not reached at all, its other notices wait as well.
void put_back(sql::Connection& connection, const LogoutNotice& notice, Reach reach, Time next_attempt);

}  // namespace gatehouse::server::logout_notices
