// SPDX-License-Identifier: Apache-2.0
#include "server/defence/guess_limits.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using Kind = GuessLimits::Verdict::Kind;

class GuessLimitsTest : public testing::Test {
 protected:
  bool guess(const GuessLanes& lanes) {
    if (limits_.admit(lanes).kind != Kind::admitted) return false;
    limits_.count(lanes);
    return true;
  }
  FixedClock clock_{Time(std::chrono::hours(500'000))};
  GuessLimits limits_{clock_};
};

// PW-04
TEST_F(GuessLimitsTest, OneAccountFromAThousandAddressesGetsAtMostAHundredGuessesADay) {
  const auto end = clock_.now() + std::chrono::hours(24);
  int evaluated = 0;
  for (LaneKey address = 0; clock_.now() < end; address = (address + 1) % 1000) {
    evaluated += guess({.account = 7, .device = {}, .address = 1000 + address, .network = {}}) ? 1 : 0;
    clock_.advance(std::chrono::seconds(20));
  }
  EXPECT_LE(evaluated, 100);
  EXPECT_GE(evaluated, 98);
}

TEST_F(GuessLimitsTest, AKnownBrowserHasALaneOfItsOwn) {
  while (guess({.account = 7, .device = {}, .address = {}, .network = {}})) continue;
  EXPECT_TRUE(guess({.account = {}, .device = 9, .address = {}, .network = {}}));
}

TEST_F(GuessLimitsTest, AKnownBrowserIsLimitedTooAndForgivenWhenItsOwnerIsBack) {
  const GuessLanes device{.account = {}, .device = 9, .address = {}, .network = {}};
  int guesses = 0;
  while (guess(device)) ++guesses;
  EXPECT_EQ(guesses, 20);
  limits_.forget(9);
  EXPECT_TRUE(guess(device));
}

// PW-05
TEST_F(GuessLimitsTest, OneAddressGetsTwentyGuessesAtOnceWhateverTheAccounts) {
  int evaluated = 0;
  for (LaneKey account = 1; account <= 10'000; ++account)
    evaluated += guess({.account = account, .device = {}, .address = 5, .network = {}}) ? 1 : 0;
  EXPECT_EQ(evaluated, 20);
  const auto refused = limits_.admit({.account = 1, .device = {}, .address = 5, .network = {}});
  EXPECT_EQ(refused.kind, Kind::refused);
  EXPECT_EQ(refused.wait, std::chrono::minutes(1));
  clock_.advance(refused.wait);
  EXPECT_TRUE(guess({.account = 1, .device = {}, .address = 5, .network = {}}));
}

TEST_F(GuessLimitsTest, TheLongestWaitIsTold) {
  while (guess({.account = 7, .device = {}, .address = {}, .network = {}})) continue;
  while (guess({.account = 8, .device = {}, .address = 5, .network = {}})) continue;
  const auto refused = limits_.admit({.account = 7, .device = {}, .address = 5, .network = {}});
  EXPECT_EQ(refused.wait, guess_rules::kAccount.refill);
}

TEST_F(GuessLimitsTest, ARefusedGuessIsCountedNowhere) {
  while (guess({.account = 7, .device = {}, .address = {}, .network = {}})) continue;
  for (int i = 0; i < 100; ++i)
    EXPECT_FALSE(guess({.account = 7, .device = {}, .address = 5, .network = {}}));
  EXPECT_TRUE(guess({.account = 8, .device = {}, .address = 5, .network = {}}));
}

TEST_F(GuessLimitsTest, RightPasswordsAreNotCounted) {
  const GuessLanes lanes{.account = 7, .device = {}, .address = 5, .network = {}};
  for (int i = 0; i < 1000; ++i) {
    ASSERT_EQ(limits_.admit(lanes).kind, Kind::admitted);
    limits_.take_back(lanes);
  }
}

TEST_F(GuessLimitsTest, GuessesAtTheSameMomentAreUndecidedNotRefused) {
  const GuessLanes lanes{.account = 7, .device = {}, .address = 5, .network = {}};
  for (int i = 0; i < 20; ++i) ASSERT_EQ(limits_.admit(lanes).kind, Kind::admitted);
  EXPECT_EQ(limits_.admit(lanes).kind, Kind::undecided);
  limits_.take_back(lanes);
  EXPECT_EQ(limits_.admit(lanes).kind, Kind::admitted);
  for (int i = 0; i < 20; ++i) limits_.count(lanes);
  EXPECT_EQ(limits_.admit(lanes).kind, Kind::refused);
}

// LD-17
TEST_F(GuessLimitsTest, ARestartGivesNoFreshAllowance) {
  const GuessLanes lanes{.account = 7, .device = {}, .address = {}, .network = {}};
  GuessLimits::Counted last;
  while (limits_.admit(lanes).kind == Kind::admitted) last = *limits_.count(lanes);
  EXPECT_TRUE(last.is_full);
  GuessLimits restarted(clock_);
  restarted.restore(7, last.empty_at);
  EXPECT_EQ(restarted.admit(lanes).kind, Kind::refused);
}

TEST_F(GuessLimitsTest, MemoryIsBounded) {
  EXPECT_EQ(limits_.bytes(), (std::size_t(1) << 20U) * 13 / 2);
}

}  // namespace
}  // namespace gatehouse::server
