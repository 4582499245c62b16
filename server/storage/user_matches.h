// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/storage/number_set.h"
#include "server/storage/user_sets.h"

namespace gatehouse::server {

/// The numbers of the users who have all of some terms, worked out part by part when a part is asked for.
/// Some more may be among them who have not all of the pieces: whoever is found is looked at anyway, so that
/// a piece that tells hardly anything is not worth reading who has it.
class UserMatches {
 public:
  /// `terms` and `pieces` may not both be empty.
  UserMatches(sql::Connection& connection, const std::vector<std::string>& terms,
              const std::vector<std::string>& pieces);

  /// The parts that may hold anybody: those of the rarest term.
  [[nodiscard]] const user_sets::Parts& parts() const { return parts_; }
  /// Asked for one after the other, more and more are worked out at once.
  [[nodiscard]] const NumberSet& in_part(std::int64_t part);
  [[nodiscard]] bool has(std::int64_t number);

  [[nodiscard]] bool are_at_most(std::size_t most);
  /// All of them, ascending.
  [[nodiscard]] std::vector<std::int64_t> list();

 private:
  struct Term {
    user_sets::TermId id = 0;
    bool is_piece = false;
    user_sets::Parts parts{};
    std::size_t users = 0;     ///< about how many have it
    std::size_t sets = 0;      ///< read so far
    std::size_t left_out = 0;  ///< whom these left out
  };

  [[nodiscard]] bool add_terms(const std::vector<std::string>& terms, bool are_pieces);
  void work_out(user_sets::Parts run);

  sql::Connection& connection_;
  std::vector<Term> terms_;  ///< rarest first
  user_sets::Parts parts_;
  std::vector<bool> worked_out_;                           ///< of the parts
  std::vector<std::unique_ptr<const NumberSet>> matches_;  ///< of the parts; null: nobody, or not worked out
  std::int64_t asked_ = 0;                                 ///< the part asked for before
  std::int64_t at_once_ = 1;
};

}  // namespace gatehouse::server
