// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/connection.h"

/// Counts for the console's first page. As in storage/users.h.
namespace gatehouse::server::statistics {

[[nodiscard]] std::int64_t count_users(sql::Connection& connection);
[[nodiscard]] std::int64_t count_apps(sql::Connection& connection);
/// Users who signed in at `since` or later, each once.
[[nodiscard]] std::int64_t count_active_users(sql::Connection& connection, Time since);

/// Sign-ins within one hour of UTC.
struct Hour {
  Time start;
  std::int64_t succeeded = 0;
  std::int64_t failed = 0;
};
/// Hours with sign-ins at `since` or later, in order; those without are left out.
[[nodiscard]] std::vector<Hour> list_sign_in_hours(sql::Connection& connection, Time since);

}  // namespace gatehouse::server::statistics
