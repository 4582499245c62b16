// SPDX-License-Identifier: Apache-2.0
#include "server/config/nearest_name.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gatehouse::server {
namespace {

/// Levenshtein distance.
std::size_t count_edits(std::string_view left, std::string_view right) {
  std::vector<std::size_t> row(right.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < left.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < right.size(); ++j) {
      const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, diagonal + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string> find_nearest_name(std::string_view typed, const std::vector<std::string>& names) {
  if (typed.size() > 64) return std::nullopt;
  std::optional<std::string> nearest;
  std::size_t fewest = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string& name : names) {
    const std::size_t edits = count_edits(typed, name);
    if (edits < fewest) {
      fewest = edits;
      nearest = name;
    }
  }
  return nearest;
}

std::string suggest_name(std::string_view typed, const std::vector<std::string>& names) {
  const auto nearest = find_nearest_name(typed, names);
  return nearest ? "; did you mean " + *nearest + "?" : "";
}

}  // namespace gatehouse::server
