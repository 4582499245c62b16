// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/connection.h"

/// Counts for the console's first page, kept by hours of UTC as things happen. As in storage/users.h.
namespace gatehouse::server::statistics {

enum class Kind {
  sign_in,
  failure,     ///< a sign-in that was refused
  throttled,   ///< a password that was not looked at, after too many wrong ones
  challenge,   ///< a stranger's sign-in that was asked for a proof of work first
  active,      ///< a user's first sign-in of the hour
  active_day,  ///< of the day of UTC; counted at the day's first hour
};
void add(sql::Connection& connection, Time at, Kind kind, std::uint64_t count);
/// Notes that a user signs in, whose sign-in before was at `last`.
void note_active(sql::Connection& connection, std::optional<Time> last, Time now);

/// People who signed in within this hour of UTC or the one before, whichever had more.
[[nodiscard]] std::int64_t count_people_lately(sql::Connection& connection, Time now);

[[nodiscard]] std::int64_t count_users(sql::Connection& connection);
[[nodiscard]] std::int64_t count_apps(sql::Connection& connection);
/// Users who signed in at `since` or later, each once.
[[nodiscard]] std::int64_t count_active_users(sql::Connection& connection, Time since);

/// What happened within one hour of UTC.
struct Hour {
  Time start;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
  std::int64_t throttled = 0;
  std::int64_t challenges = 0;
  std::int64_t active = 0;
};
/// Hours in which something happened, from that of `since` on, in order.
[[nodiscard]] std::vector<Hour> list_hours(sql::Connection& connection, Time since);

/// Users who signed in within one day of UTC, each once.
struct Day {
  Time start;
  std::int64_t active = 0;
};
[[nodiscard]] std::vector<Day> list_days(sql::Connection& connection, Time since);

}  // namespace gatehouse::server::statistics
