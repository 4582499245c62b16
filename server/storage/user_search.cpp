// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <sstream>
#include <tuple>

#include "server/model/email.h"
#include "server/model/search_text.h"
#include "server/storage/members.h"
#include "server/storage/user_index.h"
#include "server/storage/user_row.h"
#include "server/storage/user_walk.h"
#include "server/storage/users.h"

namespace gatehouse::server::user_list {
namespace {

/// One way to look: the range of the index to go through, and what must hold of whoever is met there.
struct Way {
  std::string name;
  std::string beginning;           ///< at most user_index::kKeyBytes
  std::vector<std::string> parts;  ///< each must be in one of the user's texts
  std::string in_email;            ///< must be in the address as it is written
};

Way make_way(std::string name, std::string_view driver, std::vector<std::string> parts,
             std::string in_email = {}) {
  return {std::move(name), std::string(cut_text(driver, user_index::kKeyBytes)), std::move(parts),
          std::move(in_email)};
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  return result;
}

/// As typed, side by side: one range, without looking at anybody in vain.
Way way_of_phrase(const std::string& search) {
  const auto at = search.find('@');
  if (at == search.npos) {
    auto phrase = make_search_text(search);
    return make_way("phrase", phrase, {phrase});
  }
  const auto before = make_search_text(search.substr(0, at));
  const auto behind = make_search_text(search.substr(at + 1));
  return make_way("phrase", before.size() >= behind.size() ? before : behind, {}, lower(search));
}

constexpr std::string_view kRange = "where s.key >= ? and s.key < ?";

std::size_t count_range(sql::Connection& connection, std::string_view beginning) {
  static const std::string statement = "select 1 from user_search s " + std::string(kRange) + " limit ?";
  return connection.query(statement, beginning, std::string(beginning) + "\xff", kMostSorted + 1).size();
}

std::vector<std::string> split_words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

/// The words in any order and in different texts; gone through by the one that fewest have.
std::optional<Way> way_of_words(sql::Connection& connection, const std::string& search) {
  const auto words = split_words(make_search_text(search));
  if (words.size() < 2) return std::nullopt;
  std::size_t best = 0;
  std::size_t fewest = kMostSorted + 2;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto count = count_range(connection, cut_text(words[i], user_index::kKeyBytes));
    if (count < fewest || (count == fewest && words[i].size() > words[best].size())) {
      best = i;
      fewest = count;
    }
  }
  return make_way("words" + std::to_string(best), words[best], words);
}

/// The way that a cursor goes on with.
std::optional<Way> way_named(const std::string& name, const std::string& search) {
  if (name == "phrase") return way_of_phrase(search);
  const auto words = split_words(make_search_text(search));
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (name == "words" + std::to_string(i)) return make_way(name, words[i], words);
  }
  return std::nullopt;
}

std::vector<Candidate> fetch(sql::Connection& connection, const Filter& filter, const Way& way,
                             const ListPosition& after, std::size_t limit) {
  const auto statement =
      select_users_from("user_search s cross join users on users.number = s.number",
                        "where (s.key, s.number) > (?, ?) and s.key < ? order by s.key, s.number limit ?",
                        ", s.key, s.number" + member_column(filter));
  std::vector<sql::Value> parameters;
  put_member_parameter(filter, parameters);
  const bool begins = after.id.empty();
  parameters.emplace_back(begins ? way.beginning : after.key);
  parameters.emplace_back(begins ? std::int64_t(-1) : std::strtoll(after.id.c_str(), nullptr, 10));
  parameters.emplace_back(way.beginning + "\xff");
  parameters.push_back(sql::to_value(limit));
  const auto rows = connection.run(statement, parameters);
  std::vector<Candidate> candidates;
  candidates.reserve(rows.size());
  for (const auto row : rows) {
    candidates.push_back({to_user(row),
                          !filter.app || row.get<bool>(kUserColumns + 2),
                          {way.name, row.get<std::string>(kUserColumns),
                           std::to_string(row.get<std::int64_t>(kUserColumns + 1))}});
  }
  return candidates;
}

bool has(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != text.npos; });
}

/// A user with several endings in the range counts at the first of them only.
bool is_met(const Way& way, const Candidate& candidate) {
  if (candidate.user.email.find(way.in_email) == std::string::npos) return false;
  const auto texts = user_index::list_texts(candidate.user);
  return user_index::find_first_key(texts, way.beginning) == candidate.position.key &&
         std::all_of(way.parts.begin(), way.parts.end(),
                     [&](const std::string& part) { return has(texts, part); });
}

Page<User> walk_way(sql::Connection& connection, const Request& request, const Way& way,
                    const ListPosition& from, std::size_t limit) {
  return walk(
      from, limit,
      [&](const ListPosition& after, std::size_t at_once) {
        return fetch(connection, request.filter, way, after, at_once);
      },
      [&](const Candidate& candidate) { return fits(request.filter, candidate) && is_met(way, candidate); });
}

Page<User> walk_from_start(sql::Connection& connection, const Request& request, std::size_t limit) {
  const auto way = way_of_phrase(request.search);
  auto page = walk_way(connection, request, way, {way.name, {}, {}}, limit);
  if (!page.items.empty() || !page.next.empty()) return page;
  const auto apart = way_of_words(connection, request.search);
  return apart ? walk_way(connection, request, *apart, {apart->name, {}, {}}, limit) : page;
}

bool comes_before(const ListPosition& left, const ListPosition& right, Sort sort) {
  switch (sort) {
    case Sort::created:
      return left.id < right.id;
    case Sort::newest:
      return left.id > right.id;
    case Sort::name:
    case Sort::email:
      return std::tie(left.key, left.id) < std::tie(right.key, right.id);
    case Sort::last_sign_in:
      // Keys are numbers; the longer one is the greater.
      return std::tuple(left.key.size(), left.key, left.id) >
             std::tuple(right.key.size(), right.key, right.id);
  }
  return false;
}

/// Everybody who is met, sorted, from behind a place; absent when there are too many for that.
std::optional<Page<User>> sort_all(sql::Connection& connection, const Request& request, Sort sort,
                                   const ListPosition& from, std::size_t limit) {
  const auto all = walk_from_start(connection, request, kMostSorted);
  if (!all.next.empty()) return std::nullopt;
  std::vector<std::pair<ListPosition, User>> sorted;
  for (const auto& user : all.items) {
    auto position = make_position(user, sort);
    if (from.id.empty() || comes_before(from, position, sort)) sorted.emplace_back(std::move(position), user);
  }
  std::sort(sorted.begin(), sorted.end(),
            [&](const auto& left, const auto& right) { return comes_before(left.first, right.first, sort); });
  Page<User> page;
  for (auto& [position, user] : sorted) {
    if (page.items.size() == limit) {
      page.next = make_position(page.items.back(), sort).to_text();
      break;
    }
    page.items.push_back(std::move(user));
  }
  return page;
}

std::optional<User> find_exactly(sql::Connection& connection, const std::string& email,
                                 const Filter& filter) {
  auto user = users::find_by_email(connection, email);
  if (!user) return std::nullopt;
  const bool is_member = !filter.app || members::find(connection, *filter.app, user->id);
  return fits(filter, {*user, is_member, {}}) ? user : std::nullopt;
}

bool is_few(sql::Connection& connection, const std::string& search) {
  return count_range(connection, way_of_phrase(search).beginning) <= kMostSorted;
}

}  // namespace

std::optional<Page<User>> search(sql::Connection& connection, const Request& request,
                                 const PageRequest& page) {
  ListPosition from;
  if (!page.after.empty()) {
    auto parsed = ListPosition::parse(page.after);
    if (!parsed) return std::nullopt;
    from = std::move(*parsed);
    if (const auto way = way_named(from.walk, request.search)) {
      return walk_way(connection, request, *way, from, page.limit);
    }
  } else if (const auto email = parse_email(request.search)) {
    if (auto user = find_exactly(connection, *email, request.filter))
      return Page<User>{{std::move(*user)}, {}};
  }
  if (way_of_phrase(request.search).beginning.empty()) return Page<User>{};
  if (request.sort && (!page.after.empty() || is_few(connection, request.search))) {
    if (page.after.empty() || from.walk == make_position({}, *request.sort).walk) {
      if (auto sorted = sort_all(connection, request, *request.sort, from, page.limit)) return sorted;
    }
  }
  if (!page.after.empty()) return std::nullopt;
  return walk_from_start(connection, request, page.limit);
}

}  // namespace gatehouse::server::user_list
