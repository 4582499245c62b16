// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/proof_of_work.h"

#include <gtest/gtest.h>

#include "core/crypto/solve_proof_test.h"

namespace gatehouse::crypto {
namespace {

constexpr int kBits = 6;

bool is_good(const std::string& solution, int bits = kBits) {
  const auto proof = parse_proof_of_work(solution);
  return proof && is_solved(*proof, bits);
}

TEST(ProofOfWork, ASolutionIsAccepted) {
  EXPECT_TRUE(is_good(solve_proof("task", kBits)));
}

// The same numbers as in console/src/features/sign_in/puzzle.test.ts: page and server mean the same work.
TEST(ProofOfWork, TheFirstNoncesAreThoseThatThePageFinds) {
  const auto solution = solve_proof("task", 8);
  const auto proof = parse_proof_of_work(solution);
  ASSERT_TRUE(proof);
  EXPECT_EQ(proof->nonces[0], 100U);
  EXPECT_EQ(proof->nonces[1], 122U);
  EXPECT_EQ(proof->nonces[31], 33U);
}

TEST(ProofOfWork, EveryPuzzleCounts) {
  const auto solution = solve_proof("task", kBits);
  for (std::size_t puzzle = 0; puzzle < kProofPuzzles; ++puzzle) {
    auto proof = *parse_proof_of_work(solution);
    while (is_solved(proof, kBits)) ++proof.nonces[puzzle];
    EXPECT_FALSE(is_solved(proof, kBits)) << puzzle;
  }
}

TEST(ProofOfWork, IsForItsTaskAlone) {
  const auto solution = solve_proof("task", kBits);
  EXPECT_FALSE(is_good("tasl" + solution.substr(4)));
}

TEST(ProofOfWork, LessWorkThanAskedIsNotEnough) {
  EXPECT_FALSE(is_good(solve_proof("task", kBits), kBits + 4));
  EXPECT_TRUE(is_good(solve_proof("task", 0), 0));
}

TEST(ProofOfWork, OtherTextsAreNone) {
  const auto good = solve_proof("task", 0);
  for (const auto& text : {std::string(), std::string("."), std::string("task"), std::string("task."),
                           good + "A", good.substr(0, good.size() - 1), good.substr(0, good.size() - 1) + "=",
                           "." + good, std::string("task.") + std::string(171, '\0')})
    EXPECT_FALSE(parse_proof_of_work(text)) << text;
}

}  // namespace
}  // namespace gatehouse::crypto
