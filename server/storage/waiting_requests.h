// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// How many requests may wait here for what comes next: anybody can make one in the name of a public app. As
/// in storage/users.h.
namespace gatehouse::server::waiting_requests {

inline constexpr std::int64_t kMostOfApp = 1000;
inline constexpr std::int64_t kMostFromAddress = 100;

enum class Kind { pushed, device };
struct Asker {
  AppId app_id;
  std::string address;  ///< what counts as one; empty for an app that has authenticated itself: all of its
                        ///< people share its address
};
/// Absent where one more may wait; else when the oldest of those in its way expires.
[[nodiscard]] std::optional<Time> find_free_at(sql::Connection& connection, Kind kind, const Asker& asker,
                                               Time now);

}  // namespace gatehouse::server::waiting_requests
