// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>

#include "core/base/clock.h"
#include "core/sql/connection.h"

/// How far wrong passwords have filled each account's lane (server/defence/guess_limits.h), kept over a
/// restart. As in storage/users.h.
namespace gatehouse::server::guess_counts {

void put(sql::Connection& connection, std::uint64_t lane, Time empty_at);
/// Those that haven't run empty, the fullest first, at most `limit`.
void for_each(sql::Connection& connection, Time now, std::size_t limit,
              const std::function<void(std::uint64_t lane, Time empty_at)>& take);
std::int64_t remove_empty(sql::Connection& connection, Time now, std::size_t limit);

}  // namespace gatehouse::server::guess_counts
