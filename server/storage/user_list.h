// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/sql/connection.h"
#include "server/model/user.h"
#include "server/storage/page.h"

/// Lists of users: searched, filtered, sorted. Everybody who fits is found, once. A page costs about the same
/// among ten thousand users and among a million; where few of many fit, looking for them stops after a while,
/// and the page is shorter than asked for, or empty, with a `next` to go on from. As in storage/users.h.
namespace gatehouse::server::user_list {

/// A search that finds more is not sorted by name, address or last sign-in, but comes newest first.
inline constexpr std::size_t kMostSorted = 1000;

enum class Sort { created, newest, name, email, last_sign_in };
enum class State { active, pending, disabled };

[[nodiscard]] std::optional<Sort> parse_sort(std::string_view text);
[[nodiscard]] std::string_view to_text(Sort sort);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

struct Filter {
  std::optional<State> state;  ///< pending: may sign in, but never did
  std::optional<PlatformRole> role;
  std::optional<bool> verified;
  std::optional<AppId> app;  ///< members of it
};

struct Request {
  Filter filter;
  Sort sort = Sort::created;
  /// Words in any order, each of which is part of a name or of the address; a whole address finds its user
  /// alone. Empty: everybody.
  std::string search;
};

struct Found : Page<User> {
  Sort sort = Sort::created;  ///< how the items are sorted
};

/// Absent when `page.after` is not the `next` of a page of the same request.
[[nodiscard]] std::optional<Found> find(sql::Connection& connection, const Request& request,
                                        const PageRequest& page);

}  // namespace gatehouse::server::user_list
