// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/sql/connection.h"
#include "server/storage/number_set.h"

/// Who has which term (storage/user_terms.h), as stored: one set for each part, which is a run of
/// NumberSet::kNumbers numbers. The sets of a term lie side by side, so that many parts are read as quickly
/// as a few.
namespace gatehouse::server::user_sets {

using TermId = std::int64_t;

[[nodiscard]] constexpr std::int64_t part_of(std::int64_t number) {
  return number / std::int64_t(NumberSet::kNumbers);
}
[[nodiscard]] constexpr std::size_t index_of(std::int64_t number) {
  return std::size_t(number % std::int64_t(NumberSet::kNumbers));
}
[[nodiscard]] constexpr std::int64_t number_in(std::int64_t part, std::size_t index) {
  return part * std::int64_t(NumberSet::kNumbers) + std::int64_t(index);
}

/// Absent when nobody ever had it.
[[nodiscard]] std::optional<TermId> find_term(sql::Connection& connection, const std::string& term);
[[nodiscard]] TermId make_term(sql::Connection& connection, const std::string& term);

struct Parts {
  std::int64_t first = 0;
  std::int64_t last = -1;
};
/// The first and the last part with anybody.
[[nodiscard]] Parts find_parts(sql::Connection& connection, TermId term);

/// Sets by their parts, ascending; parts with nobody are left out.
using Sets = std::vector<std::pair<std::int64_t, NumberSet>>;
[[nodiscard]] Sets load(sql::Connection& connection, TermId term, Parts parts);
[[nodiscard]] NumberSet load(sql::Connection& connection, TermId term, std::int64_t part);
/// Leaves those who have the term too.
void keep_common(sql::Connection& connection, TermId term, Sets& sets);

void store(sql::Connection& connection, TermId term, std::int64_t part, const NumberSet& numbers);
void remove(sql::Connection& connection, TermId term);

}  // namespace gatehouse::server::user_sets
