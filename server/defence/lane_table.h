// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace gatehouse::server {

/// How much one lane lets through: `burst` at once, then one more every `refill`.
struct LaneRule {
  int burst;
  std::chrono::milliseconds refill;

  /// How far ahead of now a lane may be filled.
  [[nodiscard]] std::chrono::milliseconds depth() const { return burst * refill; }
};

/// Who is counted: a fingerprint that a stranger can't choose.
using LaneKey = std::uint64_t;

/// Leaky buckets by key in a table of fixed size: 16 bytes a lane, taken once and never grown, touched only
/// as it is used.
///
/// A lane is one moment: when it will have run empty (the generic cell rate algorithm). A lane that has run
/// empty costs nothing and its place is free. When a key finds no place, it takes over the least filled lane
/// of its eight with what is in it: a flood of keys can make a stranger wait longer, but never gives anybody
/// a fresh allowance. Not thread-safe.
class LaneTable {
 public:
  /// `lanes` is a power of two, at least 8.
  LaneTable(std::size_t lanes, LaneRule rule);

  using Moment = std::chrono::milliseconds;  ///< of a clock that doesn't go back

  /// How long the key has to wait until one more fits; zero: it fits now.
  [[nodiscard]] std::chrono::milliseconds wait_for(LaneKey key, Moment now) const;
  /// How long from now the lane takes to run empty.
  [[nodiscard]] std::chrono::milliseconds filled_ahead(LaneKey key, Moment now) const;
  /// Puts one in.
  void put(LaneKey key, Moment now);
  /// Takes one out again; nothing where the lane has gone.
  void take_back(LaneKey key);
  void clear(LaneKey key);
  /// Fills the lane up to that moment, unless it is fuller; never deeper than its rule.
  void restore(LaneKey key, Moment empty_at, Moment now);

  [[nodiscard]] const LaneRule& rule() const { return rule_; }
  [[nodiscard]] std::size_t bytes() const { return lanes_ * sizeof(Lane); }

 private:
  struct Lane {
    LaneKey key;
    std::int64_t empty_at;
  };
  struct Free {
    void operator()(Lane* lanes) const { std::free(lanes); }  // NOLINT(cppcoreguidelines-no-malloc)
  };
  static constexpr std::size_t kWays = 8;

  /// The key's lane, else the one that it would take over.
  [[nodiscard]] Lane& lane_of(LaneKey key) const;
  [[nodiscard]] Lane* find(LaneKey key) const;

  std::size_t lanes_;
  LaneRule rule_;
  std::unique_ptr<Lane[], Free> table_;
};

}  // namespace gatehouse::server
