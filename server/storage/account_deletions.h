// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Accounts that their owners asked to delete. As in storage/users.h.
namespace gatehouse::server::account_deletions {

/// False when it was asked for already: the first date holds.
bool insert(sql::Connection& connection, const UserId& user, Time asked_at, Time due_at);
[[nodiscard]] std::optional<Time> find_due(sql::Connection& connection, const UserId& user);
/// False when it was not asked for.
bool remove(sql::Connection& connection, const UserId& user);
/// At most `limit` users who are due, the longest first.
[[nodiscard]] std::vector<UserId> list_due(sql::Connection& connection, Time now, std::size_t limit);

}  // namespace gatehouse::server::account_deletions
