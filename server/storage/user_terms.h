// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/model/user.h"
#include "server/storage/user_list.h"

/// By what users are found: a term is a piece of a word of their names and address, or what a filter asks
/// for.
namespace gatehouse::server::user_terms {

/// What is looked for, as it was typed.
struct Search {
  std::vector<std::string> words;   ///< each is somewhere in the names or the address, in search form
  std::vector<std::string> pieces;  ///< typed with an @: each is in the address as it is written

  [[nodiscard]] bool finds(const User& user) const;
};
[[nodiscard]] Search parse_search(const std::string& text);

/// Every piece of one, two and three bytes of the user's words, and the user's state; sorted.
[[nodiscard]] std::vector<std::string> of_user(const User& user);
[[nodiscard]] std::string of_member(const AppId& app);

/// What everybody has whom a filter asks for, and nobody else.
[[nodiscard]] std::vector<std::string> of_filter(const user_list::Filter& filter);
/// What everybody has who is looked for. Others may have it too: the pieces of a word need not be side by
/// side.
[[nodiscard]] std::vector<std::string> of_search(const Search& search);

[[nodiscard]] user_list::State state_of(const User& user);

}  // namespace gatehouse::server::user_terms
