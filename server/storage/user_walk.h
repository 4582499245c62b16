// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "server/storage/list_position.h"
#include "server/storage/user_list.h"

/// The inside of storage/user_list.h: going through users in some order and keeping those that fit.
namespace gatehouse::server::user_list {

struct Candidate {
  User user;
  bool is_member = true;  ///< of the app that is asked for, if one is
  ListPosition position;
};

/// The next candidates behind a place, fewer than `limit` only at the end.
using Fetch = std::function<std::vector<Candidate>(const ListPosition& after, std::size_t limit)>;
using Accept = std::function<bool(const Candidate&)>;

[[nodiscard]] Page<User> walk(const ListPosition& from, std::size_t limit, const Fetch& fetch,
                              const Accept& accept);
[[nodiscard]] bool fits(const Filter& filter, const Candidate& candidate);

/// What a user is sorted by.
[[nodiscard]] ListPosition make_position(const User& user, Sort sort);
/// A column that says whether the user is a member of the app, where one is asked for, and its parameter.
[[nodiscard]] std::string member_column(const Filter& filter);
void put_member_parameter(const Filter& filter, std::vector<sql::Value>& parameters);

[[nodiscard]] std::optional<Page<User>> list_sorted(sql::Connection& connection, const Request& request,
                                                    const PageRequest& page);
[[nodiscard]] std::optional<Page<User>> search(sql::Connection& connection, const Request& request,
                                               const PageRequest& page);

}  // namespace gatehouse::server::user_list
