// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/revocation_set.h"

#include <string>

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

using Scope = Revocation::Scope;

constexpr std::int64_t kNow = 1'795'428'900;
constexpr std::int64_t kExpires = kNow + 900;

class RevocationSetTest : public testing::Test {
 protected:
  [[nodiscard]] TokenMark token(const std::string& session, const std::string& user,
                                std::optional<std::int64_t> position, std::int64_t issued_at = kNow) const {
    return set.mark(session, user, position, from_unix_seconds(issued_at));
  }
  void revoke(Scope scope, const std::string& id, std::int64_t position, std::int64_t expires = kExpires) {
    set.add({.scope = scope, .id = id, .position = position, .happened = kNow, .expires = expires}, kNow);
  }
  SystemRandom random;
  RevocationSet set{random, 1000};
};

TEST_F(RevocationSetTest, EmptyOneRevokesNothing) {
  EXPECT_FALSE(set.revokes(token("s1", "u1", 5)));
  EXPECT_FALSE(set.revokes(token("", "u1", std::nullopt)));
  EXPECT_EQ(set.size(), 0U);
}

TEST_F(RevocationSetTest, SessionEndsForTokensIssuedBefore) {
  revoke(Scope::session, "s1", 10);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 9)));
  EXPECT_FALSE(set.revokes(token("s1", "u1", 10))) << "issued after the event, even in the same second";
  EXPECT_FALSE(set.revokes(token("s2", "u1", 9))) << "another session of the same user";
  EXPECT_FALSE(set.revokes(token("x", "s1", 9))) << "a user with the name of the session";
}

TEST_F(RevocationSetTest, UserEndsInAllSessions) {
  revoke(Scope::user, "u1", 10);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 9)));
  EXPECT_TRUE(set.revokes(token("", "u1", 3)));
  EXPECT_FALSE(set.revokes(token("s1", "u1", 11)));
  EXPECT_FALSE(set.revokes(token("s1", "u2", 9)));
}

TEST_F(RevocationSetTest, TokenWithoutPositionGoesByTheSecond) {
  revoke(Scope::user, "u1", 10);
  EXPECT_TRUE(set.revokes(token("", "u1", std::nullopt, kNow)));
  EXPECT_FALSE(set.revokes(token("", "u1", std::nullopt, kNow + 1)));
}

TEST_F(RevocationSetTest, LaterRevocationOfTheSameRaisesTheBar) {
  revoke(Scope::session, "s1", 10);
  revoke(Scope::session, "s1", 20);
  revoke(Scope::session, "s1", 15);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 19)));
  EXPECT_FALSE(set.revokes(token("s1", "u1", 20)));
  EXPECT_EQ(set.size(), 1U);
}

TEST_F(RevocationSetTest, EpochEndsEverybody) {
  set.bar_all(10, kNow);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 9)));
  EXPECT_TRUE(set.revokes(token("s1", "u1", std::nullopt)));
  EXPECT_FALSE(set.revokes(token("s1", "u1", 10)));
  set.bar_all(5, kNow - 100);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 9))) << "never lowered";
}

TEST_F(RevocationSetTest, LogoutWithoutPositionGoesByTimeAlone) {
  revoke(Scope::user_by_time, "u1", 0);
  EXPECT_TRUE(set.revokes(token("s1", "u1", 1'000'000, kNow)));
  EXPECT_FALSE(set.revokes(token("s1", "u1", 1'000'000, kNow + 1)));
  EXPECT_FALSE(set.revokes(token("s1", "u2", 1, kNow)));
}

TEST_F(RevocationSetTest, ExpiredOnesAreForgotten) {
  for (int i = 0; i < 500; ++i) revoke(Scope::session, "old" + std::to_string(i), i + 1, kNow + 5);
  revoke(Scope::session, "young", 501);
  const auto before = set.bytes();
  set.forget_expired(kNow + 6);
  EXPECT_EQ(set.size(), 1U);
  EXPECT_LT(set.bytes(), before / 4);
  EXPECT_TRUE(set.revokes(token("young", "u1", 1)));
  EXPECT_FALSE(set.revokes(token("old7", "u1", 1)));
}

TEST_F(RevocationSetTest, ExpiredOnesMakeRoomBeforeTheBoundIsReached) {
  for (int i = 0; i < 5000; ++i) revoke(Scope::session, "old" + std::to_string(i), i + 1, kNow - 1);
  EXPECT_LE(set.size(), 1000U);
  EXPECT_FALSE(set.revokes(token("s1", "u1", 1))) << "so there was no need to refuse everybody";
}

TEST_F(RevocationSetTest, BeyondItsBoundNoRevokedTokenPasses) {
  for (int i = 0; i < 1001; ++i) revoke(Scope::session, "s" + std::to_string(i), i + 1);
  EXPECT_LE(set.size(), 1000U);
  for (int i = 0; i < 1001; ++i) EXPECT_TRUE(set.revokes(token("s" + std::to_string(i), "u1", 0)));
  EXPECT_TRUE(set.revokes(token("another", "u1", 0))) << "it refuses more rather than less";
  EXPECT_FALSE(set.revokes(token("another", "u1", 2000, kNow + 1))) << "renewed since";
}

TEST_F(RevocationSetTest, StartingOverRefusesWhatWasIssuedBefore) {
  set.add({.id = "s1", .position = 50, .happened = kNow, .expires = kNow + 900}, kNow);
  set.bar_all(60, kNow);
  set.start_over(kNow);
  EXPECT_EQ(set.size(), 0U);
  EXPECT_TRUE(set.revokes(set.mark("s1", "u1", 70, from_unix_seconds(kNow))));
  EXPECT_FALSE(set.revokes(set.mark("s1", "u1", 10, from_unix_seconds(kNow + 1))));
}

TEST_F(RevocationSetTest, TakesAtMostSixtyFourBytesEach) {
  RevocationSet large(random);
  for (int i = 0; i < 20'000; ++i) {
    large.add({.scope = Scope::session,
               .id = std::to_string(i),
               .position = i + 1,
               .happened = kNow,
               .expires = kExpires},
              kNow);
    if (i >= 100) {
      ASSERT_LE(large.bytes(), large.size() * 65);
    }
  }
  EXPECT_EQ(large.size(), 20'000U);
}

}  // namespace
}  // namespace gatehouse::sdk
