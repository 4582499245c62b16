// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/storage/list_position.h"
#include "server/storage/user_list.h"
#include "server/storage/user_matches.h"

/// The inside of storage/user_list.h: places of users in some order, without a look at the users themselves.
namespace gatehouse::server::user_list {

struct Place {
  std::int64_t number = 0;
  ListPosition position;
};

/// The next places behind `after` (an empty id: from the start), fewer than `limit` only at the end.
/// Of everybody.
[[nodiscard]] std::vector<Place> list_places(sql::Connection& connection, Sort sort,
                                             const ListPosition& after, std::size_t limit);
/// Of these users.
[[nodiscard]] std::vector<Place> sort_places(sql::Connection& connection, Sort sort,
                                             const std::vector<std::int64_t>& numbers,
                                             const ListPosition& after, std::size_t limit);
/// Of those who match, in the order of their numbers, which is that of creation; from the last one down where
/// the sort is not `created`.
[[nodiscard]] std::vector<Place> count_places(UserMatches& matches, Sort sort, const ListPosition& after,
                                              std::size_t limit);

}  // namespace gatehouse::server::user_list
