// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_walk.h"

#include <algorithm>

namespace gatehouse::server::user_list {
namespace {

constexpr std::size_t kMostAtOnce = 500;

}  // namespace

Page<User> walk(const ListPosition& from, std::size_t limit, const Fetch& fetch, const Accept& accept) {
  Page<User> page;
  ListPosition seen = from;  // the last candidate looked at, or put on the page once that is full
  std::size_t at_once = limit + 1;
  for (std::size_t looked_at = 0; looked_at < kMostCandidates;) {
    auto candidates = fetch(seen, at_once);
    for (auto& candidate : candidates) {
      if (accept(candidate)) {
        if (page.items.size() == limit) {
          page.next = seen.to_text();
          return page;
        }
        page.items.push_back(std::move(candidate.user));
        seen = candidate.position;
      } else if (page.items.size() < limit) {
        seen = candidate.position;
      }
    }
    if (candidates.size() < at_once) return page;
    if (page.items.size() == limit) break;
    looked_at += candidates.size();
    at_once = std::max(at_once, std::min(at_once * 4, kMostAtOnce));
  }
  page.next = seen.to_text();
  return page;
}

bool fits(const Filter& filter, const Candidate& candidate) {
  const User& user = candidate.user;
  const auto state = user.is_disabled()      ? State::disabled
                     : !user.last_sign_in_at ? State::pending
                                             : State::active;
  return (!filter.state || *filter.state == state) && (!filter.role || user.platform_role == filter.role) &&
         (!filter.verified || *filter.verified == user.email_verified) &&
         (!filter.app || candidate.is_member);
}

std::string member_column(const Filter& filter) {
  return filter.app ? ", exists (select 1 from members where app_id = ? and user_id = users.id)" : "";
}

void put_member_parameter(const Filter& filter, std::vector<sql::Value>& parameters) {
  if (filter.app) parameters.push_back(sql::to_value(*filter.app));
}

std::optional<Sort> parse_sort(std::string_view text) {
  if (text == "created") return Sort::created;
  if (text == "newest") return Sort::newest;
  if (text == "name") return Sort::name;
  if (text == "email") return Sort::email;
  if (text == "lastSignIn") return Sort::last_sign_in;
  return std::nullopt;
}

std::optional<State> parse_state(std::string_view text) {
  if (text == "active") return State::active;
  if (text == "pending") return State::pending;
  if (text == "disabled") return State::disabled;
  return std::nullopt;
}

std::optional<Page<User>> find(sql::Connection& connection, const Request& request, const PageRequest& page) {
  return request.search.empty() ? list_sorted(connection, request, page) : search(connection, request, page);
}

}  // namespace gatehouse::server::user_list
