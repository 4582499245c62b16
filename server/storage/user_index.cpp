// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_index.h"

#include <algorithm>
#include <unordered_map>

#include "server/model/search_text.h"
#include "server/storage/user_row.h"
#include "server/storage/user_sets.h"
#include "server/storage/user_terms.h"

namespace gatehouse::server::user_index {
namespace {

constexpr std::size_t kNameKeyBytes = 60;

/// Who gets or loses each term.
using Changes = std::unordered_map<std::string, std::vector<std::int64_t>>;
using Apply = void (NumberSet::*)(std::size_t);

void apply_to_term(sql::Connection& connection, const std::string& term,
                   const std::vector<std::int64_t>& numbers, Apply apply) {
  const auto id = user_sets::make_term(connection, term);
  for (auto at = numbers.begin(); at != numbers.end();) {
    const auto part = user_sets::part_of(*at);
    auto set = user_sets::load(connection, id, part);
    for (; at != numbers.end() && user_sets::part_of(*at) == part; ++at) {
      (set.*apply)(user_sets::index_of(*at));
    }
    user_sets::store(connection, id, part, set);
  }
}

/// Term by term, so that each set is read and written once.
void apply_all(sql::Connection& connection, const Changes& changes, Apply apply) {
  for (const auto& [term, numbers] : changes) {
    apply_to_term(connection, term, numbers, apply);
  }
}

void apply_one(sql::Connection& connection, const std::vector<std::string>& terms, std::int64_t number,
               Apply apply) {
  for (const auto& term : terms) apply_to_term(connection, term, {number}, apply);
}

/// The shown name as it is sorted by.
std::string make_name_key(const User& user) {
  return std::string(cut_text(make_search_text(user.display_name()), kNameKeyBytes));
}

void add_order(sql::Connection& connection, const User& user, std::int64_t number) {
  connection.query(
      "insert into user_order (number, id, name_key, email, signed_in) values (?, ?, ?, ?, coalesce(?, 0))",
      number, user.id, make_name_key(user), user.email, user.last_sign_in_at);
}

/// Only what has changed: each has an index.
void change_order(sql::Connection& connection, const User& before, const User& after, std::int64_t number) {
  if (const auto key = make_name_key(after); key != make_name_key(before)) {
    connection.query("update user_order set name_key = ? where number = ?", key, number);
  }
  if (after.email != before.email) {
    connection.query("update user_order set email = ? where number = ?", after.email, number);
  }
  if (after.last_sign_in_at != before.last_sign_in_at) {
    connection.query("update user_order set signed_in = coalesce(?, 0) where number = ?",
                     after.last_sign_in_at, number);
  }
}

std::optional<std::int64_t> find_number(sql::Connection& connection, const UserId& id) {
  const auto rows = connection.query("select number from users where id = ?", id);
  return rows.empty() ? std::nullopt : rows[0].get<std::optional<std::int64_t>>(0);
}

std::vector<std::string> list_member_terms(sql::Connection& connection, const UserId& id) {
  std::vector<std::string> terms;
  for (const auto row : connection.query("select app_id from members where user_id = ?", id)) {
    terms.push_back(user_terms::of_member(row.get<AppId>(0)));
  }
  return terms;
}

std::vector<std::string> without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  std::ranges::set_difference(all, others, std::back_inserter(rest));
  return rest;
}

}  // namespace

void add(sql::Connection& connection, const Numbered& users) {
  Changes changes;
  for (const auto& [user, number] : users) {
    add_order(connection, *user, number);
    for (auto& term : user_terms::of_user(*user)) changes[std::move(term)].push_back(number);
  }
  apply_all(connection, changes, &NumberSet::add);
}

void change(sql::Connection& connection, const User& before, const User& after, std::int64_t number) {
  change_order(connection, before, after, number);
  const auto old_terms = user_terms::of_user(before);
  const auto new_terms = user_terms::of_user(after);
  apply_one(connection, without(old_terms, new_terms), number, &NumberSet::remove);
  apply_one(connection, without(new_terms, old_terms), number, &NumberSet::add);
}

void remove(sql::Connection& connection, const User& user, std::int64_t number) {
  connection.query("delete from user_order where number = ?", number);
  apply_one(connection, user_terms::of_user(user), number, &NumberSet::remove);
  apply_one(connection, list_member_terms(connection, user.id), number, &NumberSet::remove);
}

void add_member(sql::Connection& connection, const AppId& app, const UserId& user) {
  const auto number = find_number(connection, user);
  if (number) apply_one(connection, {user_terms::of_member(app)}, *number, &NumberSet::add);
}

void remove_member(sql::Connection& connection, const AppId& app, const UserId& user) {
  const auto number = find_number(connection, user);
  if (number) apply_one(connection, {user_terms::of_member(app)}, *number, &NumberSet::remove);
}

void remove_app(sql::Connection& connection, const AppId& app) {
  const auto term = user_sets::find_term(connection, user_terms::of_member(app));
  if (term) user_sets::remove(connection, *term);
}

std::int64_t take_numbers(sql::Connection& connection, std::size_t count) {
  return connection.query("update user_counts set next_number = next_number + ? returning next_number", count)
             .first()
             .get<std::int64_t>(0) -
         std::int64_t(count);
}

bool add_missing(sql::Connection& connection, std::size_t limit) {
  static const std::string statement = select_users("where number is null order by id limit ?");
  const auto users = to_users(connection.query(statement, limit));
  if (users.empty()) return false;
  auto number = take_numbers(connection, users.size());
  Numbered numbered;
  Changes memberships;
  for (const auto& user : users) {
    connection.query("update users set number = ? where id = ?", number, user.id);
    for (auto& term : list_member_terms(connection, user.id)) {
      memberships[std::move(term)].push_back(number);
    }
    numbered.emplace_back(&user, number++);
  }
  add(connection, numbered);
  apply_all(connection, memberships, &NumberSet::add);
  return users.size() == limit;
}

}  // namespace gatehouse::server::user_index
