// SPDX-License-Identifier: Apache-2.0
#include "server/storage/user_matches.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

using user_sets::Parts;

/// Few enough that the memory for them is not asked of the system each time.
constexpr std::int64_t kMostAtOnce = 16;
/// To look at a user costs about as much as to read so many sets.
constexpr std::size_t kSetsPerUser = 4;
const NumberSet kNobody;

std::size_t count(const user_sets::Sets& sets) {
  std::size_t users = 0;
  for (const auto& [part, set] : sets) users += set.size();
  return users;
}

}  // namespace

UserMatches::UserMatches(sql::Connection& connection, const std::vector<std::string>& terms,
                         const std::vector<std::string>& pieces)
    : connection_(connection) {
  if (!add_terms(terms, false) || !add_terms(pieces, true)) return;
  std::ranges::sort(terms_, {}, &Term::users);
  parts_ = terms_.front().parts;
  const auto count = std::size_t(parts_.last - parts_.first + 1);
  worked_out_.resize(count);
  matches_.resize(count);
}

/// False when nobody has one of them.
bool UserMatches::add_terms(const std::vector<std::string>& terms, bool are_pieces) {
  for (const auto& text : terms) {
    const auto id = user_sets::find_term(connection_, text);
    if (!id) return false;
    const auto parts = user_sets::find_parts(connection_, *id);
    if (parts.last < parts.first) return false;
    // As if all were like the last but one: the last may have only just begun.
    const auto like = user_sets::load(connection_, *id, std::max(parts.first, parts.last - 1));
    terms_.push_back({*id, are_pieces, parts, like.size() * std::size_t(parts.last - parts.first + 1)});
  }
  return true;
}

const NumberSet& UserMatches::in_part(std::int64_t part) {
  if (part < parts_.first || part > parts_.last) return kNobody;
  const auto at = std::size_t(part - parts_.first);
  if (!worked_out_[at]) {
    const bool down = part < asked_;
    asked_ = part;
    work_out(down ? Parts{std::max(parts_.first, part - at_once_ + 1), part}
                  : Parts{part, std::min(parts_.last, part + at_once_ - 1)});
    at_once_ = std::min(at_once_ * 2, kMostAtOnce);
  }
  return matches_[at] ? *matches_[at] : kNobody;
}

/// Of each term no more parts than those that still hold anybody.
void UserMatches::work_out(Parts run) {
  auto left = user_sets::load(connection_, terms_.front().id, run);
  auto users = count(left);
  for (auto term = terms_.begin() + 1; term != terms_.end() && users > 0; ++term) {
    if (term->is_piece && term->sets > kSetsPerUser * (term->left_out + 1)) continue;
    term->sets += left.size();
    user_sets::keep_common(connection_, term->id, left);
    term->left_out += users - count(left);
    users = count(left);
  }
  for (auto part = run.first; part <= run.last; ++part) worked_out_[std::size_t(part - parts_.first)] = true;
  for (const auto& [part, set] : left) {
    matches_[std::size_t(part - parts_.first)] = std::make_unique<const NumberSet>(set);
  }
}

bool UserMatches::has(std::int64_t number) {
  return in_part(user_sets::part_of(number)).has(user_sets::index_of(number));
}

bool UserMatches::are_at_most(std::size_t most) {
  std::size_t users = 0;
  for (auto part = parts_.first; part <= parts_.last && users <= most; ++part) users += in_part(part).size();
  return users <= most;
}

std::vector<std::int64_t> UserMatches::list() {
  std::vector<std::int64_t> numbers;
  for (auto part = parts_.first; part <= parts_.last; ++part) {
    for (const auto index : in_part(part).list()) numbers.push_back(user_sets::number_in(part, index));
  }
  return numbers;
}

}  // namespace gatehouse::server
