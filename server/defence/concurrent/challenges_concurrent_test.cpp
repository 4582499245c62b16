// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "core/crypto/solve_proof_test.h"
#include "server/defence/challenges.h"
#include "server/defence/guess_alarm.h"

namespace gatehouse::server {
namespace {

void fifty_at_once(const std::function<void()>& work) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) threads.emplace_back(work);
  for (auto& thread : threads) thread.join();
}

// PO-01: R(50)
TEST(ChallengesConcurrent, OneOfFiftyIsTaken) {
  const FixedClock clock{Time(std::chrono::hours(500'000))};
  SystemRandom random;
  const crypto::HmacSha256Key key(as_bytes("a key of its own purpose"));
  Challenges challenges(clock, random, key, "sign-in");
  const auto solution = crypto::solve_proof(challenges.make("ada@example.com", 4).task, 4);
  std::atomic<int> taken{0};
  fifty_at_once([&] {
    if (challenges.redeem(solution, "ada@example.com") == Challenges::Verdict::accepted) ++taken;
  });
  EXPECT_EQ(taken, 1);
}

TEST(GuessAlarmConcurrent, NoGuessIsLost) {
  const FixedClock clock{Time(std::chrono::hours(500'000))};
  GuessAlarm alarm(clock);
  fifty_at_once([&] {
    for (int i = 0; i < 4; ++i) alarm.note_wrong(GuessAlarm::Work::none);
  });
  for (int i = 0; i < 40; ++i) alarm.note_wrong(GuessAlarm::Work::none);
  EXPECT_FALSE(alarm.is_raised());
  alarm.note_wrong(GuessAlarm::Work::none);
  EXPECT_TRUE(alarm.is_raised());
}

}  // namespace
}  // namespace gatehouse::server
