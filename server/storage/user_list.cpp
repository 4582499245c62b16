// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_list.h"

#include <algorithm>
#include <functional>

#include "server/model/email.h"
#include "server/storage/members.h"
#include "server/storage/user_order.h"
#include "server/storage/user_row.h"
#include "server/storage/user_terms.h"
#include "server/storage/users.h"

namespace gatehouse::server::user_list {
namespace {

/// What one page may cost: a look at an entry of an index is one, one at a user in vain kUserCost.
constexpr std::size_t kMostCost = 20'000;
constexpr std::size_t kUserCost = 10;
constexpr std::size_t kMostAtOnce = 2000;

using Fetch = std::function<std::vector<std::int64_t>(const ListPosition& after, std::size_t limit)>;

bool is_by_number(Sort sort) {
  return sort == Sort::created || sort == Sort::newest;
}

bool fits(const Filter& filter, const User& user) {
  return (!filter.state || *filter.state == user_terms::state_of(user)) &&
         (!filter.role || user.platform_role == filter.role) &&
         (!filter.verified || *filter.verified == user.email_verified);
}

std::optional<User> load(sql::Connection& connection, std::int64_t number) {
  static const std::string statement =
      select_users("where id = (select user_order.id from user_order where user_order.number = ?)");
  const auto rows = connection.query(statement, number);
  return rows.empty() ? std::nullopt : std::optional(to_user(rows[0]));
}

/// One answer in the making.
class Finder {
 public:
  Finder(sql::Connection& connection, const Request& request, const user_terms::Search& search,
         const PageRequest& page)
      : connection_(connection), request_(request), search_(search), limit_(page.limit) {}

  std::optional<Found> find(const std::string& cursor) {
    auto sort = request_.sort;
    ListPosition from{walk_name(sort), {}, {}};
    if (!cursor.empty()) {
      auto parsed = ListPosition::parse(cursor);
      if (!parsed) return std::nullopt;
      from = std::move(*parsed);
      // A search that was too wide to be sorted goes on as it began.
      if (is_search() && from.walk == walk_name(Sort::newest)) sort = Sort::newest;
      if (from.walk != walk_name(sort)) return std::nullopt;
    }
    const auto terms = user_terms::of_filter(request_.filter);
    const auto pieces = user_terms::of_search(search_);
    if (!terms.empty() || !pieces.empty()) matches_.emplace(connection_, terms, pieces);
    return find_from(sort, std::move(from));
  }

 private:
  [[nodiscard]] bool is_search() const { return !request_.search.empty(); }
  [[nodiscard]] std::string walk_name(Sort sort) const {
    return (is_search() ? "search " : "") + std::string(to_text(sort));
  }

  Found find_from(Sort sort, ListPosition from) {
    if (!matches_) return walk_everybody(sort, from);
    if (is_by_number(sort) || is_all_alike(sort)) return walk_numbers(sort, from);
    if (matches_->are_at_most(kMostSorted)) return walk_few(sort, from, matches_->list());
    if (!is_search() || !from.id.empty()) return walk_everybody(sort, from);
    from.walk = walk_name(Sort::newest);
    return walk_numbers(Sort::newest, from);
  }

  /// Whoever never signed in is the latest of them in the order of numbers alone.
  [[nodiscard]] bool is_all_alike(Sort sort) const {
    return sort == Sort::last_sign_in && request_.filter.state == State::pending;
  }

  Found walk_everybody(Sort sort, const ListPosition& from) {
    return walk(sort, from, [&](const ListPosition& after, std::size_t limit) {
      return list_numbers(connection_, sort, after, limit);
    });
  }
  Found walk_numbers(Sort sort, const ListPosition& from) {
    return walk(sort, from, [&](const ListPosition& after, std::size_t limit) {
      return count_numbers(*matches_, sort, after, limit);
    });
  }
  Found walk_few(Sort sort, const ListPosition& from, const std::vector<std::int64_t>& few) {
    return walk(sort, from, [&](const ListPosition& after, std::size_t limit) {
      return sort_numbers(connection_, sort, few, after, limit);
    });
  }

  Found walk(Sort sort, const ListPosition& from, const Fetch& fetch) {
    Found found;
    found.sort = sort;
    ListPosition after = from;
    std::optional<std::int64_t> seen;  // last
    std::size_t cost = 0;
    for (std::size_t at_once = limit_ + 1; cost < kMostCost;
         at_once = std::max(at_once, std::min(at_once * 4, kMostAtOnce))) {
      const auto numbers = fetch(after, at_once);
      for (const auto number : numbers) {
        auto user = find_fitting(number, cost);
        if (user && found.items.size() == limit_) {
          found.next = find_position(connection_, sort, from.walk, *seen).to_text();
          return found;
        }
        if (user) found.items.push_back(std::move(*user));
        seen = number;
        if (cost >= kMostCost) break;
      }
      if (numbers.size() < at_once && cost < kMostCost) return found;
      after = find_position(connection_, sort, from.walk, *seen);
    }
    found.next = after.to_text();
    return found;
  }

  /// What is looked at in vain adds to the cost.
  std::optional<User> find_fitting(std::int64_t number, std::size_t& cost) {
    if (matches_ && !matches_->has(number)) {
      cost += 1;
      return std::nullopt;
    }
    auto user = load(connection_, number);
    if (user && fits(request_.filter, *user) && search_.finds(*user)) return user;
    cost += kUserCost;
    return std::nullopt;
  }

  sql::Connection& connection_;
  const Request& request_;
  const user_terms::Search& search_;
  std::size_t limit_;
  std::optional<UserMatches> matches_;
};

std::optional<User> find_by_whole_address(sql::Connection& connection, const Request& request) {
  const auto email = parse_email(request.search);
  auto user = email ? users::find_by_email(connection, *email) : std::nullopt;
  if (!user || !fits(request.filter, *user)) return std::nullopt;
  const auto& app = request.filter.app;
  return !app || members::find(connection, *app, user->id) ? user : std::nullopt;
}

}  // namespace

std::optional<Sort> parse_sort(std::string_view text) {
  for (const auto sort : {Sort::created, Sort::newest, Sort::name, Sort::email, Sort::last_sign_in}) {
    if (text == to_text(sort)) return sort;
  }
  return std::nullopt;
}

std::string_view to_text(Sort sort) {
  switch (sort) {
    case Sort::created:
      return "created";
    case Sort::newest:
      return "newest";
    case Sort::name:
      return "name";
    case Sort::email:
      return "email";
    case Sort::last_sign_in:
      return "lastSignIn";
  }
  return "";
}

std::optional<State> parse_state(std::string_view text) {
  if (text == "active") return State::active;
  if (text == "pending") return State::pending;
  if (text == "disabled") return State::disabled;
  return std::nullopt;
}

std::optional<Found> find(sql::Connection& connection, const Request& request, const PageRequest& page) {
  if (page.after.empty()) {
    if (auto user = find_by_whole_address(connection, request)) {
      return Found{{{std::move(*user)}, {}}, request.sort};
    }
  }
  const auto search = user_terms::parse_search(request.search);
  if (!request.search.empty() && search.words.empty()) return Found{{}, request.sort};
  return Finder(connection, request, search, page).find(page.after);
}

}  // namespace gatehouse::server::user_list
