// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_order.h"

#include <algorithm>
#include <limits>

namespace gatehouse::server::user_list {
namespace {

/// How a sort is written: its key, what comes behind a place, and the order.
struct Order {
  std::string_view key;
  std::string_view after;
  std::string_view order;
};

Order order_of(Sort sort) {
  switch (sort) {
    case Sort::created:
      return {"number", "number > ?", "number"};
    case Sort::newest:
      return {"number", "number < ?", "number desc"};
    case Sort::name:
      return {"name_key", "(name_key, number) > (?, ?)", "name_key, number"};
    case Sort::email:
      return {"email", "(email, number) > (?, ?)", "email, number"};
    case Sort::last_sign_in:
      return {"sign_in_key", "(sign_in_key, number) < (?, ?)", "sign_in_key desc, number desc"};
  }
  return {};
}

bool is_by_number(Sort sort) {
  return sort == Sort::created || sort == Sort::newest;
}

std::int64_t to_number(const std::string& text) {
  return std::strtoll(text.c_str(), nullptr, 10);
}

void put_position(Sort sort, const ListPosition& after, std::vector<sql::Value>& parameters) {
  if (sort == Sort::last_sign_in) {
    parameters.emplace_back(to_number(after.key));
  } else if (!is_by_number(sort)) {
    parameters.emplace_back(after.key);
  }
  parameters.emplace_back(to_number(after.id));
}

std::string key_text(Sort sort, const sql::Rows::Row& row) {
  if (is_by_number(sort)) return {};
  if (sort == Sort::last_sign_in) return std::to_string(row.get<std::int64_t>(1));
  return row.get<std::string>(1);
}

std::vector<Place> select_places(sql::Connection& connection, Sort sort, const std::string& from,
                                 std::vector<sql::Value> parameters, const ListPosition& after,
                                 std::size_t limit) {
  const auto order = order_of(sort);
  std::string statement = "select number, " + std::string(order.key) + " from " + from;
  if (!after.id.empty()) {
    statement += " and " + std::string(order.after);
    put_position(sort, after, parameters);
  }
  statement += " order by " + std::string(order.order) + " limit ?";
  parameters.push_back(sql::to_value(limit));
  std::vector<Place> places;
  for (const auto row : connection.run(statement, parameters)) {
    const auto number = row.get<std::int64_t>(0);
    places.push_back({number, {after.walk, key_text(sort, row), std::to_string(number)}});
  }
  return places;
}

std::string write_list(const std::vector<std::int64_t>& numbers) {
  std::string list = "[";
  for (const auto number : numbers) list += (list.size() > 1 ? "," : "") + std::to_string(number);
  return list + "]";
}

}  // namespace

std::vector<Place> list_places(sql::Connection& connection, Sort sort, const ListPosition& after,
                               std::size_t limit) {
  return select_places(connection, sort, "users where number is not null", {}, after, limit);
}

std::vector<Place> sort_places(sql::Connection& connection, Sort sort,
                               const std::vector<std::int64_t>& numbers, const ListPosition& after,
                               std::size_t limit) {
  return select_places(connection, sort, "json_each(?) cross join users on number = value where true",
                       {sql::Value(write_list(numbers))}, after, limit);
}

std::vector<Place> count_places(UserMatches& matches, Sort sort, const ListPosition& after,
                                std::size_t limit) {
  const bool down = sort != Sort::created;
  auto parts = matches.parts();
  if (down) std::ranges::reverse(parts);
  const auto end = down ? std::numeric_limits<std::int64_t>::max() : -1;
  const auto from = after.id.empty() ? end : to_number(after.id);
  std::vector<Place> places;
  for (const auto part : parts) {
    const auto first_part = UserMatches::part_of(std::max<std::int64_t>(from, 0));
    if (down ? part > first_part : part < first_part) continue;
    auto indices = matches.in_part(part).list();
    if (down) std::ranges::reverse(indices);
    for (const auto index : indices) {
      const auto number = UserMatches::number_in(part, index);
      if (down ? number >= from : number <= from) continue;
      if (places.size() == limit) return places;
      places.push_back({number, {after.walk, {}, std::to_string(number)}});
    }
  }
  return places;
}

}  // namespace gatehouse::server::user_list
