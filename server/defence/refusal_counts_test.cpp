// SPDX-License-Identifier: Apache-2.0
#include "server/defence/refusal_counts.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

using Moment = RefusalCounts::Moment;
constexpr Moment kStart{std::chrono::hours(1)};
constexpr auto kMinute = RefusalCounts::kWindow;

AuditEvent refusal(const std::string& actor, const std::string& target = "GET /api/v1/users") {
  AuditEvent event;
  event.outcome = "failure";
  event.reason = "forbidden";
  event.actor = actor;
  event.target = target;
  event.client_address = "127.0.0.1";
  return event;
}

TEST(RefusalCounts, FirstIsToldAndTheOthersOfItsMinuteAreCounted) {
  RefusalCounts counts;
  EXPECT_TRUE(counts.add(refusal("usr_1"), kStart));
  for (int i = 0; i < 41; ++i) EXPECT_FALSE(counts.add(refusal("usr_1"), kStart));
  EXPECT_TRUE(counts.add(refusal("usr_2"), kStart));
  EXPECT_TRUE(counts.take(kStart + kMinute - std::chrono::seconds(1)).empty());
  const auto told = counts.take(kStart + kMinute);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].target, "GET /api/v1/users +41");
  EXPECT_EQ(told[0].reason, "forbidden");
  EXPECT_EQ(told[0].client_address, "127.0.0.1");
  EXPECT_EQ(counts.kinds(), 0U);
  EXPECT_TRUE(counts.add(refusal("usr_1"), kStart + kMinute));
}

TEST(RefusalCounts, NewMinuteIsToldThoughNobodyTookTheNumbers) {
  RefusalCounts counts;
  EXPECT_TRUE(counts.add(refusal("usr_1"), kStart));
  EXPECT_FALSE(counts.add(refusal("usr_1"), kStart));
  EXPECT_TRUE(counts.add(refusal("usr_1"), kStart + kMinute));
  EXPECT_EQ(counts.take(kStart + 2 * kMinute).at(0).target, "GET /api/v1/users +1");
}

TEST(RefusalCounts, AddressesThatDifferAreNotTold) {
  RefusalCounts counts;
  auto elsewhere = refusal("usr_1");
  elsewhere.client_address = "127.0.0.2";
  EXPECT_TRUE(counts.add(refusal("usr_1"), kStart));
  EXPECT_FALSE(counts.add(elsewhere, kStart));
  EXPECT_EQ(counts.take(kStart + kMinute).at(0).client_address, "");
}

TEST(RefusalCounts, OneCallerHasFewKindsAMinute) {
  RefusalCounts counts;
  std::size_t told = 0;
  for (int i = 0; i < 1000; ++i) told += counts.add(refusal("usr_1", "GET /" + std::to_string(i)), kStart);
  EXPECT_EQ(told, RefusalCounts::kMostKindsOfOne);
  EXPECT_TRUE(counts.add(refusal("usr_2"), kStart));  // others are still told
  const auto numbers = counts.take(kStart + kMinute);
  ASSERT_EQ(numbers.size(), 1U);
  EXPECT_EQ(numbers[0].actor, "usr_1");
  EXPECT_EQ(numbers[0].target, "+970");
}

TEST(RefusalCounts, ManyCallersTakeBoundedRoom) {
  RefusalCounts counts;
  std::size_t told = 0;
  for (int i = 0; i < 100'000; ++i) told += counts.add(refusal("usr_" + std::to_string(i)), kStart);
  EXPECT_EQ(told, RefusalCounts::kMostKinds);
  EXPECT_EQ(counts.kinds(), RefusalCounts::kMostKinds + 1);
  const auto numbers = counts.take(kStart + kMinute);
  ASSERT_EQ(numbers.size(), 1U);
  EXPECT_EQ(numbers[0].actor, "");
  EXPECT_EQ(numbers[0].target, "+98000");
}

}  // namespace
}  // namespace gatehouse::server
