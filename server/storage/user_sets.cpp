// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_sets.h"

namespace gatehouse::server::user_sets {
namespace {

constexpr std::int64_t kParts = 1 << 20;

std::int64_t place_of(TermId term, std::int64_t part) {
  return term * kParts + part;
}

sql::Rows select_sets(sql::Connection& connection, TermId term, Parts parts) {
  return connection.query("select place, numbers from user_sets where place between ? and ? order by place",
                          place_of(term, parts.first), place_of(term, parts.last));
}

std::int64_t part_in(const sql::Rows::Row& row) {
  return row.get<std::int64_t>(0) % kParts;
}

/// Not copied: they are long.
ByteView numbers_in(const sql::Rows::Row& row) {
  return std::get<Bytes>(row.at(1));
}

}  // namespace

std::optional<TermId> find_term(sql::Connection& connection, const std::string& term) {
  const auto rows = connection.query("select id from user_terms where term = ?", to_bytes(term));
  return rows.empty() ? std::nullopt : std::optional(rows[0].get<TermId>(0));
}

TermId make_term(sql::Connection& connection, const std::string& term) {
  if (const auto found = find_term(connection, term)) return *found;
  return connection.query("insert into user_terms (term) values (?) returning id", to_bytes(term))
      .first()
      .get<TermId>(0);
}

Parts find_parts(sql::Connection& connection, TermId term) {
  const auto first = place_of(term, 0);
  const auto last = place_of(term, kParts - 1);
  const auto rows = connection.query(
      "select (select min(place) from user_sets where place between ? and ?), "
      "(select max(place) from user_sets where place between ? and ?)",
      first, last, first, last);
  const auto found = rows[0].get<std::optional<std::int64_t>>(0);
  return found ? Parts{*found % kParts, rows[0].get<std::int64_t>(1) % kParts} : Parts{};
}

Sets load(sql::Connection& connection, TermId term, Parts parts) {
  const auto rows = select_sets(connection, term, parts);
  Sets sets;
  sets.reserve(rows.size());
  for (const auto row : rows) sets.emplace_back(part_in(row), NumberSet::decode(numbers_in(row)));
  return sets;
}

NumberSet load(sql::Connection& connection, TermId term, std::int64_t part) {
  const auto rows = select_sets(connection, term, {part, part});
  return rows.empty() ? NumberSet() : NumberSet::decode(numbers_in(rows[0]));
}

void keep_common(sql::Connection& connection, TermId term, Sets& sets) {
  if (sets.empty()) return;
  const auto rows = select_sets(connection, term, {sets.front().first, sets.back().first});
  std::erase_if(sets, [row = rows.begin(), end = rows.end()](auto& entry) mutable {
    auto& [part, set] = entry;
    while (row != end && part_in(*row) < part) ++row;
    if (row == end || part_in(*row) != part) return true;
    set.keep_common(numbers_in(*row));
    return set.empty();
  });
}

void store(sql::Connection& connection, TermId term, std::int64_t part, const NumberSet& numbers) {
  const auto place = place_of(term, part);
  if (numbers.empty()) {
    connection.query("delete from user_sets where place = ?", place);
    return;
  }
  connection.query(
      "insert into user_sets (place, numbers) values (?, ?) "
      "on conflict (place) do update set numbers = excluded.numbers",
      place, numbers.encode());
}

void remove(sql::Connection& connection, TermId term) {
  connection.query("delete from user_sets where place between ? and ?", place_of(term, 0),
                   place_of(term, kParts - 1));
}

}  // namespace gatehouse::server::user_sets
