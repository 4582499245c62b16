// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

#include "core/base/clock.h"

namespace gatehouse::server {

namespace alarm_rules {

/// Wrong passwords from browsers that the account doesn't know, as they come in calm. Few do: people sign in
/// again where they have before. Ten a minute is more than a team of some hundred mistypes on its busiest
/// morning. Where more people come, more is calm: one wrong password for four people who signed in within the
/// hour. People count once an hour each, so that nobody makes an attack look calm by signing in to his own
/// account again and again.
inline constexpr std::chrono::milliseconds kCalmEach = std::chrono::seconds(6);
inline constexpr int kPeoplePerWrong = 4;
/// What comes in calm within this time may come at once: 240 without many people. It is above what one IPv6
/// /48 gets at once (200), so that a single source is stopped by its own limit before anybody else is asked
/// for anything.
inline constexpr std::chrono::milliseconds kCalmWindow = std::chrono::minutes(24);
/// How long after the last wrong one the alarm may last.
inline constexpr std::chrono::milliseconds kLasts = std::chrono::seconds(60);

/// Zero bits of each of the 32 puzzles. The least is about a million hashes: a second or two for a browser,
/// and as much as checking a password costs us for a program. The most is 32 times as much, more than 20
/// times our cost.
inline constexpr int kLeastBits = 15;
inline constexpr int kMostBits = 20;
/// Solved but wrong ones beyond calm that add a bit, as the time it takes to forget them: two.
inline constexpr std::chrono::milliseconds kBitEach = std::chrono::seconds(10);

}  // namespace alarm_rules

/// Notices when strangers guess more than a platform sees in calm, and how much work they put in.
///
/// Two leaky buckets, each a moment when it will have run empty, as in LaneTable: two numbers, whatever the
/// flood, and no lock. One holds wrong guesses: fuller than calm raises the alarm. While it is raised, who is
/// asked and doesn't solve counts as well, else a flood that solves nothing would find the door open once a
/// minute. The other holds wrong guesses that were worked for, and sets the difficulty; unworked ones can't
/// make honest people work harder. Each runs no more than a minute over. Thread-safe.
class GuessAlarm {
 public:
  explicit GuessAlarm(const Clock& clock) : clock_(clock) {}

  [[nodiscard]] bool is_raised() const;
  /// How hard a challenge is to be just now.
  [[nodiscard]] int bits() const;

  enum class Work { none, solved };
  /// A stranger's password was wrong.
  void note_wrong(Work work);
  /// A stranger was asked for a solution, or came with a good one.
  void note_asked();
  void note_solved();
  /// There is no room for more solutions: the next ones are to take longer.
  void note_full();
  /// How many people signed in within the hour.
  void set_people(std::int64_t people);

 private:
  using Moment = std::chrono::milliseconds;
  class Bucket {
   public:
    [[nodiscard]] Moment filled(Moment now) const;
    void fill(Moment amount, Moment most, Moment now);
    void drain(Moment amount);

   private:
    std::atomic<std::int64_t> empty_at_{0};
  };
  [[nodiscard]] Moment now() const;
  /// What one wrong guess fills.
  [[nodiscard]] Moment each() const { return Moment(each_.load(std::memory_order_relaxed)); }

  const Clock& clock_;
  std::atomic<std::int64_t> each_{alarm_rules::kCalmEach.count()};
  Bucket wrong_;
  Bucket worked_;
};

}  // namespace gatehouse::server
