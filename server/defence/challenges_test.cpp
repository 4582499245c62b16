// SPDX-License-Identifier: Apache-2.0
#include "server/defence/challenges.h"

#include <set>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/crypto/solve_proof_test.h"

namespace gatehouse::server {
namespace {

using Verdict = Challenges::Verdict;
using std::chrono::milliseconds;

constexpr const char* kAda = "ada@example.com";
constexpr int kBits = 4;

/// PO-01, PO-02, PO-04.
class ChallengesTest : public testing::Test {
 protected:
  std::string solved(const char* account = kAda) {
    return crypto::solve_proof(challenges_.make(account, kBits).task, kBits);
  }
  /// The task with that byte of it changed, and solved as it then is.
  static std::string solved_with_change(const std::string& task, std::size_t at) {
    auto bytes = *decode_base64url(task);
    bytes[at] ^= std::byte(1);
    return crypto::solve_proof(encode_base64url(bytes), kBits + 1);
  }

  FixedClock clock_{Time(std::chrono::hours(500'000))};
  SystemRandom random_;
  crypto::HmacSha256Key key_{as_bytes("a key of its own purpose")};
  Challenges challenges_{clock_, random_, key_, "sign-in"};
};

TEST_F(ChallengesTest, ASolvedOneIsTakenOnce) {
  const auto solution = solved();
  EXPECT_EQ(challenges_.redeem(solution, kAda), Verdict::accepted);
  EXPECT_EQ(challenges_.redeem(solution, kAda), Verdict::refused);
}

TEST_F(ChallengesTest, AnUnsolvedOneIsRefusedAndNotUsedUp) {
  const auto task = challenges_.make(kAda, 20).task;
  EXPECT_EQ(challenges_.redeem(task + '.' + std::string(171, 'A'), kAda), Verdict::refused);
  const auto other = solved();
  EXPECT_EQ(challenges_.redeem(other.substr(0, 77) + std::string(171, 'A'), kAda), Verdict::refused);
  EXPECT_EQ(challenges_.redeem(other, kAda), Verdict::accepted);
}

// Difficulty, expiry, salt and signature: each byte of a task.
TEST_F(ChallengesTest, EachPartChangedIsRefused) {
  const auto task = challenges_.make(kAda, kBits).task;
  for (std::size_t at = 0; at < decode_base64url(task)->size(); ++at)
    EXPECT_EQ(challenges_.redeem(solved_with_change(task, at), kAda), Verdict::refused) << at;
  EXPECT_EQ(challenges_.redeem(crypto::solve_proof(task, kBits), kAda), Verdict::accepted);
}

TEST_F(ChallengesTest, AnotherAccountsIsRefused) {
  const auto solution = solved();
  EXPECT_EQ(challenges_.redeem(solution, "eve@example.com"), Verdict::refused);
  EXPECT_EQ(challenges_.redeem(solution, ""), Verdict::refused);
  EXPECT_EQ(challenges_.redeem(solution, kAda), Verdict::accepted);
}

TEST_F(ChallengesTest, AnotherActionsIsRefused) {
  FixedRandom one, same;
  const Challenges others(clock_, one, key_, "sign-up");
  Challenges ours(clock_, same, key_, "sign-in");
  const auto solution = crypto::solve_proof(others.make(kAda, kBits).task, kBits);
  EXPECT_EQ(ours.redeem(solution, kAda), Verdict::refused);
  const auto good = crypto::solve_proof(ours.make(kAda, kBits).task, kBits);
  EXPECT_EQ(ours.redeem(good, kAda), Verdict::accepted);
}

TEST_F(ChallengesTest, AnotherKeysIsRefused) {
  FixedRandom one, same;
  const crypto::HmacSha256Key other_key(as_bytes("another key"));
  const Challenges others(clock_, one, other_key, "sign-in");
  Challenges ours(clock_, same, key_, "sign-in");
  EXPECT_EQ(ours.redeem(crypto::solve_proof(others.make(kAda, kBits).task, kBits), kAda), Verdict::refused);
}

TEST_F(ChallengesTest, ARestartEndsThemAll) {
  const auto used = solved();
  const auto unused = solved();
  EXPECT_EQ(challenges_.redeem(used, kAda), Verdict::accepted);
  Challenges restarted(clock_, random_, key_, "sign-in");
  EXPECT_EQ(restarted.redeem(used, kAda), Verdict::refused);
  EXPECT_EQ(restarted.redeem(unused, kAda), Verdict::refused);
}

TEST_F(ChallengesTest, EndsToTheMillisecond) {
  const auto late = solved();
  const auto in_time = solved();
  clock_.advance(Challenges::kLifetime - milliseconds(1));
  EXPECT_EQ(challenges_.redeem(in_time, kAda), Verdict::accepted);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(challenges_.redeem(late, kAda), Verdict::refused);
  EXPECT_EQ(challenges_.redeem(in_time, kAda), Verdict::refused);
}

TEST_F(ChallengesTest, TellsWhenItEnds) {
  EXPECT_EQ(challenges_.make(kAda, kBits).expires_at, clock_.now() + Challenges::kLifetime);
}

TEST_F(ChallengesTest, NoTwoAreAlike) {
  std::set<std::string> tasks;
  for (int i = 0; i < 1000; ++i) tasks.insert(challenges_.make(kAda, kBits).task);
  EXPECT_EQ(tasks.size(), 1000U);
}

TEST_F(ChallengesTest, OtherTextsAreRefused) {
  const auto good = solved();
  for (const auto& text : {std::string(), std::string("."), std::string(300, 'A'), good.substr(1), good + "A",
                           std::string(76, '!') + good.substr(76), good.substr(77)})
    EXPECT_EQ(challenges_.redeem(text, kAda), Verdict::refused) << text;
}

// PO-04
TEST_F(ChallengesTest, AskingKeepsNothing) {
  const auto before = challenges_.bytes();
  for (int i = 0; i < 10'000; ++i) (void)challenges_.make(kAda, kBits);
  EXPECT_EQ(challenges_.bytes(), before);
}

}  // namespace
}  // namespace gatehouse::server
