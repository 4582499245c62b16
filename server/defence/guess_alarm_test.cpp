// SPDX-License-Identifier: Apache-2.0
#include "server/defence/guess_alarm.h"

#include <limits>

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using alarm_rules::kLeastBits;
using alarm_rules::kMostBits;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Work = GuessAlarm::Work;

class GuessAlarmTest : public testing::Test {
 protected:
  /// That many wrong ones, that far apart; how many went in before the alarm, or all.
  int guess(int most, milliseconds apart, Work work = Work::none) {
    for (int n = 0; n < most; ++n) {
      if (alarm_.is_raised()) return n;
      alarm_.note_wrong(work);
      clock_.advance(apart);
    }
    return most;
  }
  void guess_on(milliseconds span, milliseconds apart, Work work) {
    for (milliseconds at{0}; at < span; at += apart) {
      alarm_.note_wrong(work);
      clock_.advance(apart);
    }
  }
  FixedClock clock_{Time(std::chrono::hours(500'000))};
  GuessAlarm alarm_{clock_};
};

TEST_F(GuessAlarmTest, CalmIsNoAlarm) {
  EXPECT_EQ(guess(10'000, seconds(6)), 10'000);
  EXPECT_FALSE(alarm_.is_raised());
}

TEST_F(GuessAlarmTest, ABusyMorningIsNoAlarm) {
  EXPECT_EQ(guess(200, milliseconds(500)), 200);
  clock_.advance(minutes(20));
  EXPECT_EQ(guess(200, milliseconds(500)), 200);
}

TEST_F(GuessAlarmTest, MoreThanCalmIsOne) {
  EXPECT_EQ(guess(1000, milliseconds(0)), 241);
  EXPECT_TRUE(alarm_.is_raised());
}

// PW-05
TEST_F(GuessAlarmTest, FiveASecondAreNoticedWithinAMinute) {
  const auto begin = clock_.now();
  EXPECT_LT(guess(10'000, milliseconds(200)), 300);
  EXPECT_TRUE(alarm_.is_raised());
  EXPECT_LE(clock_.now() - begin, seconds(60));
}

TEST_F(GuessAlarmTest, WithManyPeopleMoreIsCalm) {
  alarm_.set_people(24'000);  // an hour: 6,000 wrong ones are calm
  EXPECT_EQ(guess(10'000, milliseconds(600)), 10'000);
  EXPECT_LT(guess(10'000, milliseconds(100)), 10'000);
}

TEST_F(GuessAlarmTest, FewPeopleDoNotLowerTheFloor) {
  for (const std::int64_t people : {-1, 0, 1, 2'399}) {
    alarm_.set_people(people);
    EXPECT_EQ(guess(100, seconds(6)), 100) << people;
  }
  alarm_.set_people(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(guess(100, seconds(6)), 100);
}

// LD-08: down within a minute.
TEST_F(GuessAlarmTest, EndsWithinAMinuteAfterTheLast) {
  guess_on(minutes(10), milliseconds(20), Work::solved);
  EXPECT_TRUE(alarm_.is_raised());
  EXPECT_EQ(alarm_.bits(), kMostBits);
  clock_.advance(seconds(60));
  EXPECT_FALSE(alarm_.is_raised());
  EXPECT_EQ(alarm_.bits(), kLeastBits);
}

// LD-08: up within ten seconds.
TEST_F(GuessAlarmTest, SolvedWrongOnesMakeItHarderWithinTenSeconds) {
  EXPECT_EQ(alarm_.bits(), kLeastBits);
  guess_on(seconds(10), milliseconds(500), Work::solved);
  EXPECT_EQ(alarm_.bits(), kMostBits);
}

TEST_F(GuessAlarmTest, DifficultyFollowsTheRateInBetween) {
  int before = kLeastBits;
  for (int i = 0; i < 30; ++i) {
    alarm_.note_wrong(Work::solved);
    EXPECT_GE(alarm_.bits(), before);
    EXPECT_LE(alarm_.bits(), kMostBits);
    before = alarm_.bits();
  }
  clock_.advance(seconds(25));
  EXPECT_GT(alarm_.bits(), kLeastBits);
  EXPECT_LT(alarm_.bits(), kMostBits);
}

TEST_F(GuessAlarmTest, UnworkedOnesMakeNobodyWorkHarder) {
  guess_on(minutes(1), milliseconds(1), Work::none);
  for (int i = 0; i < 100'000; ++i) alarm_.note_asked();
  EXPECT_TRUE(alarm_.is_raised());
  EXPECT_EQ(alarm_.bits(), kLeastBits);
}

TEST_F(GuessAlarmTest, AFloodThatSolvesNothingKeepsItRaised) {
  guess(1000, milliseconds(0));
  for (int second = 0; second < 600; ++second) {
    ASSERT_TRUE(alarm_.is_raised());
    for (int i = 0; i < 10; ++i) alarm_.note_asked();
    clock_.advance(seconds(1));
  }
}

TEST_F(GuessAlarmTest, PeopleWhoSolveDoNotKeepItRaised) {
  guess(1000, milliseconds(0));
  for (int second = 0; second < 60; ++second) {
    for (int i = 0; i < 10; ++i) {
      alarm_.note_asked();
      alarm_.note_solved();
    }
    clock_.advance(seconds(1));
  }
  EXPECT_FALSE(alarm_.is_raised());
}

TEST_F(GuessAlarmTest, AFullTableMakesItHarder) {
  alarm_.note_full();
  EXPECT_EQ(alarm_.bits(), kMostBits);
}

}  // namespace
}  // namespace gatehouse::server
