// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/user.h"

/// The index by which users are searched: every ending of each of a user's texts, cut to kKeyBytes, in one
/// ordered table. Whatever part of a text is typed is the beginning of one of its endings, so a search is one
/// range of the table, and its cost is that of the page it gives, however many users there are and match.
/// Kept by storage/users.h in the transaction of the user's row.
namespace gatehouse::server::user_index {

inline constexpr std::size_t kKeyBytes = 16;

/// The shown name as it is sorted by.
[[nodiscard]] std::string make_name_key(const User& user);

/// What a user is found by, in search form: the shown name, first and last name in either order, the address
/// before and after the @.
[[nodiscard]] std::vector<std::string> list_texts(const User& user);

/// The first key, in the table's order, by which a search for `beginning` (at most kKeyBytes) meets the user;
/// absent when it doesn't.
[[nodiscard]] std::optional<std::string> find_first_key(const std::vector<std::string>& texts,
                                                        std::string_view beginning);

/// Users with the numbers of their rows.
using Numbered = std::vector<std::pair<const User*, std::int64_t>>;
void add(sql::Connection& connection, const Numbered& users);
void remove(sql::Connection& connection, const User& user, std::int64_t number);

/// Reserves `count` numbers and gives the first.
[[nodiscard]] std::int64_t take_numbers(sql::Connection& connection, std::size_t count);

/// Enters users into the index that were made before there was one, at most `limit` a call; false when none
/// is left.
[[nodiscard]] bool add_missing(sql::Connection& connection, std::size_t limit);

}  // namespace gatehouse::server::user_index
