// SPDX-License-Identifier: Apache-2.0
#include "server/defence/used_challenges.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using Use = UsedChallenges::Use;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr milliseconds kNow = std::chrono::hours(1000);
constexpr milliseconds kEnd = kNow + minutes(5);

TEST(UsedChallenges, RemembersUntilTheEnd) {
  UsedChallenges used(8);
  EXPECT_EQ(used.use(7, kEnd, kNow), Use::first);
  EXPECT_EQ(used.use(7, kEnd, kNow), Use::again);
  EXPECT_EQ(used.use(7, kEnd, kEnd - milliseconds(1)), Use::again);
}

TEST(UsedChallenges, AFullTableTakesNoMoreAndForgetsNothing) {
  UsedChallenges used(8);
  for (std::uint64_t id = 1; id <= 8; ++id) EXPECT_EQ(used.use(id, kEnd, kNow), Use::first);
  for (std::uint64_t id = 9; id < 1000; ++id) EXPECT_EQ(used.use(id, kEnd, kNow), Use::full);
  for (std::uint64_t id = 1; id <= 8; ++id) EXPECT_EQ(used.use(id, kEnd, kNow), Use::again);
  EXPECT_EQ(used.use(9, kEnd + minutes(5), kEnd), Use::first);
}

// PO-01: after 10^5 other solutions.
TEST(UsedChallenges, ManyOthersPushNothingOut) {
  UsedChallenges used(1U << 17U);
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;  // spreads them as a MAC does
  ASSERT_EQ(used.use(42, kEnd, kNow), Use::first);
  int taken = 0;
  for (std::uint64_t n = 1; n <= 100'000; ++n)
    taken += used.use(n * kOdd >> 3U, kEnd, kNow) == Use::first ? 1 : 0;
  EXPECT_GT(taken, 80'000);
  EXPECT_EQ(used.use(42, kEnd, kNow), Use::again);
  EXPECT_EQ(used.bytes(), std::size_t(2) << 20U);
}

}  // namespace
}  // namespace gatehouse::server
