// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/base/clock.h"
#include "core/sql/database.h"

namespace gatehouse::server {

/// So many rows of a kind are removed at a time, so that nobody waits long for the writer.
inline constexpr std::size_t kRowsRemovedAtOnce = 1000;

/// Removes what has ended by time, of every kind; nobody is told of it. `idle` is how long a session may
/// rest.
void remove_what_has_ended(sql::Database& database, Time now, std::chrono::seconds idle);

}  // namespace gatehouse::server
