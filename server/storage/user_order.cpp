// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_order.h"

#include <algorithm>
#include <limits>

namespace gatehouse::server::user_list {
namespace {

/// How a sort is written: its key, whether it goes down, and the order.
struct Order {
  std::string key;
  bool down = false;
  std::string text;
};

Order order_of(Sort sort) {
  switch (sort) {
    case Sort::created:
      return {"number", false, "number"};
    case Sort::newest:
      return {"number", true, "number desc"};
    case Sort::name:
      return {"name_key", false, "name_key, number"};
    case Sort::email:
      return {"email", false, "email, number"};
    case Sort::last_sign_in:
      return {"signed_in", true, "signed_in desc, number desc"};
  }
  return {};
}

bool is_by_number(Sort sort) {
  return sort == Sort::created || sort == Sort::newest;
}

std::int64_t to_number(const std::string& text) {
  return std::strtoll(text.c_str(), nullptr, 10);
}

sql::Value key_of(Sort sort, const ListPosition& position) {
  if (sort == Sort::last_sign_in) return to_number(position.key);
  return position.key;
}

/// `from` and `where` with their parameters.
std::vector<std::int64_t> select_numbers(sql::Connection& connection, Sort sort, const std::string& from,
                                         std::vector<sql::Value> parameters, std::size_t limit) {
  parameters.push_back(sql::to_value(limit));
  const auto rows = connection.run(
      "select number from " + from + " order by " + order_of(sort).text + " limit ?", parameters);
  std::vector<std::int64_t> numbers;
  numbers.reserve(rows.size());
  for (const auto row : rows) numbers.push_back(row.get<std::int64_t>(0));
  return numbers;
}

std::string write_list(const std::vector<std::int64_t>& numbers) {
  std::string list = "[";
  for (const auto number : numbers) list += (list.size() > 1 ? "," : "") + std::to_string(number);
  return list + "]";
}

}  // namespace

// SQLite finds a place in an index by its key, but goes through all rows of one key to a number among them
// when both are compared at once; hence the rest of the key first, then what comes behind it.
std::vector<std::int64_t> list_numbers(sql::Connection& connection, Sort sort, const ListPosition& after,
                                       std::size_t limit) {
  const std::string everybody = "user_order";
  if (after.id.empty()) return select_numbers(connection, sort, everybody, {}, limit);
  const auto& [key, down, text] = order_of(sort);
  const std::string behind = down ? " < ?" : " > ?";
  const auto number = sql::Value(to_number(after.id));
  if (is_by_number(sort)) {
    return select_numbers(connection, sort, everybody + " where number" + behind, {number}, limit);
  }
  auto numbers = select_numbers(connection, sort, everybody + " where " + key + " = ? and number" + behind,
                                {key_of(sort, after), number}, limit);
  if (numbers.size() < limit) {
    const auto more = select_numbers(connection, sort, everybody + " where " + key + behind,
                                     {key_of(sort, after)}, limit - numbers.size());
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

std::vector<std::int64_t> sort_numbers(sql::Connection& connection, Sort sort,
                                       const std::vector<std::int64_t>& numbers, const ListPosition& after,
                                       std::size_t limit) {
  const std::string these = "json_each(?) cross join user_order on number = value";
  const auto list = sql::Value(write_list(numbers));
  if (after.id.empty()) return select_numbers(connection, sort, these, {list}, limit);
  const auto& [key, down, text] = order_of(sort);
  return select_numbers(connection, sort,
                        these + " where (" + key + ", number) " + (down ? "<" : ">") + " (?, ?)",
                        {list, key_of(sort, after), sql::Value(to_number(after.id))}, limit);
}

std::vector<std::int64_t> count_numbers(UserMatches& matches, Sort sort, const ListPosition& after,
                                        std::size_t limit) {
  const bool down = sort != Sort::created;
  const auto [first, last] = matches.parts();
  const auto end = down ? std::numeric_limits<std::int64_t>::max() : -1;
  const auto from = after.id.empty() ? end : to_number(after.id);
  const auto from_part = std::clamp(user_sets::part_of(from), first, std::max(first, last));
  std::vector<std::int64_t> numbers;
  for (auto part = from_part; first <= part && part <= last; part += down ? -1 : 1) {
    auto indices = matches.in_part(part).list();
    if (down) std::ranges::reverse(indices);
    for (const auto index : indices) {
      const auto number = user_sets::number_in(part, index);
      if (down ? number >= from : number <= from) continue;
      if (numbers.size() == limit) return numbers;
      numbers.push_back(number);
    }
  }
  return numbers;
}

ListPosition find_position(sql::Connection& connection, Sort sort, std::string walk, std::int64_t number) {
  ListPosition position{std::move(walk), {}, std::to_string(number)};
  if (is_by_number(sort)) return position;
  const auto statement = "select cast(" + order_of(sort).key + " as text) from user_order where number = ?";
  position.key = connection.query(statement, number).first().get<std::string>(0);
  return position;
}

}  // namespace gatehouse::server::user_list
