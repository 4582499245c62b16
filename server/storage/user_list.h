// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/sql/connection.h"
#include "server/model/user.h"
#include "server/storage/page.h"

/// Lists of users: sorted, filtered, searched. A page costs about the same among ten thousand users and among
/// a million; where few of many fit the filters, looking for them stops after kMostCandidates, and the page
/// is shorter than asked for, or empty, with a `next` to go on from. As in storage/users.h.
namespace gatehouse::server::user_list {

inline constexpr std::size_t kMostCandidates = 4000;
/// A search that meets more is not sorted.
inline constexpr std::size_t kMostSorted = 200;

enum class Sort { created, newest, name, email, last_sign_in };
enum class State { active, pending, disabled };

[[nodiscard]] std::optional<Sort> parse_sort(std::string_view text);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

struct Filter {
  std::optional<State> state;  ///< pending: may sign in, but never did
  std::optional<PlatformRole> role;
  std::optional<bool> verified;
  std::optional<AppId> app;  ///< members of it
};

struct Request {
  Filter filter;
  std::optional<Sort> sort;  ///< absent: by creation; of a search: in the order of what matched
  std::string search;        ///< empty: everybody
};

/// Absent when `page.after` is not the `next` of a page of the same request.
[[nodiscard]] std::optional<Page<User>> find(sql::Connection& connection, const Request& request,
                                             const PageRequest& page);

}  // namespace gatehouse::server::user_list
