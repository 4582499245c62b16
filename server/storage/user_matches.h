// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/storage/number_set.h"

namespace gatehouse::server {

/// The numbers of the users who have all of some terms, worked out part by part when a part is asked for.
class UserMatches {
 public:
  /// `terms` may not be empty.
  UserMatches(sql::Connection& connection, std::vector<std::string> terms);

  /// The parts that may hold anybody, ascending: those of the rarest term.
  [[nodiscard]] const std::vector<std::int64_t>& parts() const { return parts_; }
  [[nodiscard]] const NumberSet& in_part(std::int64_t part);
  [[nodiscard]] bool has(std::int64_t number);

  /// All of them, ascending; absent when there are more than `most`.
  [[nodiscard]] std::optional<std::vector<std::int64_t>> list(std::size_t most);

  [[nodiscard]] static std::int64_t part_of(std::int64_t number) {
    return number / std::int64_t(NumberSet::kNumbers);
  }
  [[nodiscard]] static std::int64_t number_in(std::int64_t part, std::size_t index) {
    return part * std::int64_t(NumberSet::kNumbers) + std::int64_t(index);
  }

 private:
  sql::Connection& connection_;
  std::vector<Bytes> terms_;  ///< rarest first
  std::vector<std::int64_t> parts_;
  std::map<std::int64_t, NumberSet> known_;
};

}  // namespace gatehouse::server
