// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/user.h"

/// The index by which users are searched and filtered: for each term (storage/user_terms.h) the set of the
/// numbers of who has it, in parts of NumberSet::kNumbers. Whoever has several terms is found by intersecting
/// their sets, at a cost that hardly depends on how many have each. Beside it the table user_order holds what
/// users are sorted by. Kept by storage/users.h, members.h and
/// apps.h in the transaction of the row itself.
namespace gatehouse::server::user_index {

/// Users with the numbers of their rows.
using Numbered = std::vector<std::pair<const User*, std::int64_t>>;
void add(sql::Connection& connection, const Numbered& users);
void change(sql::Connection& connection, const User& before, const User& after, std::int64_t number);
/// Before the row goes, and whose member the user is with it.
void remove(sql::Connection& connection, const User& user, std::int64_t number);

void add_member(sql::Connection& connection, const AppId& app, const UserId& user);
void remove_member(sql::Connection& connection, const AppId& app, const UserId& user);
void remove_app(sql::Connection& connection, const AppId& app);

/// Reserves `count` numbers and gives the first.
[[nodiscard]] std::int64_t take_numbers(sql::Connection& connection, std::size_t count);

/// Enters users into the index that were made before there was one, at most `limit` a call; false when none
/// is left.
[[nodiscard]] bool add_missing(sql::Connection& connection, std::size_t limit);

}  // namespace gatehouse::server::user_index
