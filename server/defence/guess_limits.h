// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/base/clock.h"
#include "server/defence/lane_table.h"

namespace gatehouse::server {

/// How many wrong passwords are looked at. On by default, with nothing to set, and never a lock: whoever has
/// to wait is told how long, and a browser that the owner has used keeps a lane of its own.
namespace guess_rules {
/// From all strangers together at one account: at most 100 in any 24 hours.
inline constexpr LaneRule kAccount{50, std::chrono::seconds(1728)};
/// From one browser of the owner at this account: at most 92 in any 24 hours.
inline constexpr LaneRule kDevice{20, std::chrono::minutes(20)};
/// From one address (of IPv6: one /64) at all accounts.
inline constexpr LaneRule kAddress{20, std::chrono::minutes(1)};
/// From one IPv6 /48, which holds 65,536 of those.
inline constexpr LaneRule kNetwork{200, std::chrono::seconds(6)};
}  // namespace guess_rules

/// Which lanes one guess goes through: `device` alone, or `account` and where it comes from.
struct GuessLanes {
  std::optional<LaneKey> account;
  std::optional<LaneKey> device;
  std::optional<LaneKey> address;
  std::optional<LaneKey> network;
};

/// Counts wrong guesses by account, browser and address. A guess is counted before it is looked at, so that
/// many at the same moment get no more than one after another, and is taken out again when it was right.
/// Thread-safe; about 6.5 MiB at most, whatever the flood.
class GuessLimits {
 public:
  explicit GuessLimits(const Clock& clock);
  GuessLimits(const GuessLimits&) = delete;
  GuessLimits& operator=(const GuessLimits&) = delete;

  struct Verdict {
    enum class Kind {
      admitted,
      undecided,  ///< guesses being looked at fill the lane, and may turn out right: ask again in a moment
      refused,
    } kind;
    std::chrono::milliseconds wait{};  ///< of `refused`: until the next one is admitted
  };
  /// An admitted guess must come to one `count` or `take_back`.
  [[nodiscard]] Verdict admit(const GuessLanes& lanes);

  /// What a counted guess leaves behind in the account's lane.
  struct Counted {
    Time empty_at{};       ///< when the lane will have run empty; to be stored
    bool is_full = false;  ///< the next stranger is refused
  };
  /// The guess was wrong. Absent when it went through no account's lane.
  std::optional<Counted> count(const GuessLanes& lanes);
  /// It was right, or never looked at.
  void take_back(const GuessLanes& lanes);
  /// The owner is back in this browser: what was mistyped there is forgotten.
  void forget(LaneKey device);
  /// At start, from what was stored.
  void restore(LaneKey account, Time empty_at);

  /// Bytes of all tables.
  [[nodiscard]] std::size_t bytes() const;

 private:
  [[nodiscard]] LaneTable::Moment now() const;
  template <class Work>
  void each(const GuessLanes& lanes, Work work);
  void land(const GuessLanes& lanes);

  const Clock& clock_;
  std::mutex mutex_;
  LaneTable accounts_;
  LaneTable devices_;
  LaneTable addresses_;
  LaneTable networks_;
  /// Guesses being looked at, by lane. Bounded by how many passwords may be hashed and wait for it.
  std::unordered_map<LaneKey, int> in_flight_;
};

}  // namespace gatehouse::server
