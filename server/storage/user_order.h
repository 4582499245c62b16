// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "server/storage/list_position.h"
#include "server/storage/user_list.h"
#include "server/storage/user_matches.h"

/// The inside of storage/user_list.h: numbers of users in some order, without a look at the users themselves.
namespace gatehouse::server::user_list {

/// The next numbers behind `after` (an empty id: from the start), fewer than `limit` only at the end.
/// Of everybody.
[[nodiscard]] std::vector<std::int64_t> list_numbers(sql::Connection& connection, Sort sort,
                                                     const ListPosition& after, std::size_t limit);
/// Of these users; each is looked up.
[[nodiscard]] std::vector<std::int64_t> sort_numbers(sql::Connection& connection, Sort sort,
                                                     const std::vector<std::int64_t>& numbers,
                                                     const ListPosition& after, std::size_t limit);
/// Of those who match, in the order of their numbers, which is that of creation; from the last one down where
/// the sort is not `created`.
[[nodiscard]] std::vector<std::int64_t> count_numbers(UserMatches& matches, Sort sort,
                                                      const ListPosition& after, std::size_t limit);

/// The place of a user in that order.
[[nodiscard]] ListPosition find_position(sql::Connection& connection, Sort sort, std::string walk,
                                         std::int64_t number);

}  // namespace gatehouse::server::user_list
