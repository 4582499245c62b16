// SPDX-License-Identifier: Apache-2.0
#include "server/defence/lane_table.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr LaneRule kRule{3, minutes(1)};
constexpr milliseconds kNow = std::chrono::hours(1000);

class LaneTableTest : public testing::Test {
 protected:
  bool put_if_fits(LaneKey key, milliseconds now) {
    if (table_.wait_for(key, now) > milliseconds::zero()) return false;
    table_.put(key, now);
    return true;
  }
  LaneTable table_{8, kRule};
};

TEST_F(LaneTableTest, ABurstFitsAndNoMore) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(put_if_fits(1, kNow));
  EXPECT_FALSE(put_if_fits(1, kNow));
  EXPECT_TRUE(put_if_fits(2, kNow));
}

TEST_F(LaneTableTest, TheWaitIsHonestToTheMillisecond) {
  for (int i = 0; i < 3; ++i) table_.put(1, kNow);
  const auto wait = table_.wait_for(1, kNow);
  EXPECT_EQ(wait, minutes(1));
  EXPECT_FALSE(put_if_fits(1, kNow + wait - milliseconds(1)));
  EXPECT_TRUE(put_if_fits(1, kNow + wait));
  EXPECT_FALSE(put_if_fits(1, kNow + wait));
}

// LD-16: admitted = rate x time + burst, with no double window.
TEST_F(LaneTableTest, OverTimeTheRateHolds) {
  int admitted = 0;
  for (milliseconds at{0}; at < std::chrono::hours(10); at += milliseconds(997)) {
    if (put_if_fits(1, kNow + at)) ++admitted;
  }
  EXPECT_NEAR(admitted, 600 + 3, 6);
}

TEST_F(LaneTableTest, WhatIsTakenBackFitsAgain) {
  for (int i = 0; i < 3; ++i) table_.put(1, kNow);
  table_.take_back(1);
  EXPECT_TRUE(put_if_fits(1, kNow));
  EXPECT_FALSE(put_if_fits(1, kNow));
}

TEST_F(LaneTableTest, AFloodOfKeysGivesNobodyAFreshAllowance) {
  for (int i = 0; i < 3; ++i) table_.put(1, kNow);
  for (LaneKey key = 100; key < 100'000; ++key) put_if_fits(key, kNow);
  EXPECT_GT(table_.wait_for(1, kNow), milliseconds::zero());
}

TEST_F(LaneTableTest, AFullTableIsFreeAgainWhenItsLanesHaveRunEmpty) {
  for (LaneKey key = 1; key < 1000; ++key) put_if_fits(key, kNow);
  for (LaneKey key = 2000; key < 2003; ++key) {
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(put_if_fits(key, kNow + minutes(3)));
  }
}

TEST_F(LaneTableTest, RestoredLanesAreNeverDeeperThanTheRule) {
  table_.restore(1, kNow + std::chrono::hours(50), kNow);
  EXPECT_EQ(table_.filled_ahead(1, kNow), kRule.depth());
  table_.restore(1, kNow + minutes(1), kNow);
  EXPECT_EQ(table_.filled_ahead(1, kNow), kRule.depth());
}

}  // namespace
}  // namespace gatehouse::server
