// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/storage/page.h"
#include "server/storage/sessions.h"

/// Sessions as those see them who look after all. As in storage/users.h.
namespace gatehouse::server::sessions {

struct SessionFilter {
  std::string user;            ///< id; empty: everybody's
  std::string client_address;  ///< exactly, where no user is named; empty: any
  Time now{};                  ///< sessions that have ended by now are left out
  std::chrono::seconds idle{};
};
/// The newest first.
[[nodiscard]] Page<SessionAndUser> list_page(sql::Connection& connection, const SessionFilter& filter,
                                             const PageRequest& page);
/// Everybody's but one (which may be empty).
std::int64_t remove_all_but(sql::Connection& connection, const SessionId& kept);

}  // namespace gatehouse::server::sessions
