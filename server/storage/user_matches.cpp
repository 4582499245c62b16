// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_matches.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

/// The rarest ones tell nearly as much as all; whoever they find is looked at anyway.
constexpr std::size_t kMostTerms = 12;

/// About how many have it: the bytes of its last parts, times the number of all its parts.
std::int64_t estimate(sql::Connection& connection, const Bytes& term) {
  const auto rows = connection.query(
      "select (select count(*) from user_terms where term = ?) * coalesce(sum(length(numbers)), 0) from "
      "(select numbers from user_terms where term = ? order by part desc limit 4)",
      term, term);
  return rows.first().get<std::int64_t>(0);
}

std::vector<Bytes> list_rarest(sql::Connection& connection, const std::vector<std::string>& terms) {
  std::vector<std::pair<std::int64_t, Bytes>> estimated;
  for (const auto& term : terms) {
    auto bytes = to_bytes(term);
    const auto size = estimate(connection, bytes);
    estimated.emplace_back(size, std::move(bytes));
    if (size == 0) break;  // nobody has it
  }
  std::sort(estimated.begin(), estimated.end());
  if (estimated.size() > kMostTerms) estimated.resize(kMostTerms);
  std::vector<Bytes> rarest;
  for (auto& [size, term] : estimated) rarest.push_back(std::move(term));
  return rarest;
}

NumberSet load(sql::Connection& connection, const Bytes& term, std::int64_t part) {
  const auto rows =
      connection.query("select numbers from user_terms where term = ? and part = ?", term, part);
  return rows.empty() ? NumberSet() : NumberSet::decode(rows[0].get<Bytes>(0));
}

}  // namespace

UserMatches::UserMatches(sql::Connection& connection, std::vector<std::string> terms)
    : connection_(connection), terms_(list_rarest(connection, terms)) {
  const auto rows =
      connection.query("select part from user_terms where term = ? order by part", terms_.front());
  parts_.reserve(rows.size());
  for (const auto row : rows) parts_.push_back(row.get<std::int64_t>(0));
}

const NumberSet& UserMatches::in_part(std::int64_t part) {
  const auto found = known_.find(part);
  if (found != known_.end()) return found->second;
  NumberSet set;
  if (std::ranges::binary_search(parts_, part)) {
    set = load(connection_, terms_.front(), part);
    for (std::size_t i = 1; i < terms_.size() && !set.empty(); ++i) {
      set.keep_common(load(connection_, terms_[i], part));
    }
  }
  return known_.emplace(part, set).first->second;
}

bool UserMatches::has(std::int64_t number) {
  return in_part(part_of(number)).has(std::size_t(number % std::int64_t(NumberSet::kNumbers)));
}

std::optional<std::vector<std::int64_t>> UserMatches::list(std::size_t most) {
  std::vector<std::int64_t> numbers;
  for (const auto part : parts_) {
    const auto& set = in_part(part);
    if (numbers.size() + set.size() > most) return std::nullopt;
    for (const auto index : set.list()) numbers.push_back(number_in(part, index));
  }
  return numbers;
}

}  // namespace gatehouse::server
