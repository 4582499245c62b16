// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/password_hasher.h"

#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace gatehouse::crypto {
namespace {

const PasswordCost kQuick{.memory_kib = 8 * 1024, .passes = 1};

TEST(PasswordHasher, VerifiesWhatItHashed) {
  const PasswordHasher hasher(kQuick);
  const auto phc = hasher.hash(SecretString("correct horse"));
  EXPECT_TRUE(hasher.verify(SecretString("correct horse"), phc));
  EXPECT_FALSE(hasher.verify(SecretString("correct horsf"), phc));
  EXPECT_FALSE(hasher.verify(SecretString(""), phc));
  EXPECT_NE(phc, hasher.hash(SecretString("correct horse")));
}

TEST(PasswordHasher, EveryByteCounts) {
  const PasswordHasher hasher(kQuick);
  const std::string same(72, 'a');
  const auto phc = hasher.hash(SecretString(same + "1"));
  EXPECT_FALSE(hasher.verify(SecretString(same + "2"), phc));
  EXPECT_FALSE(hasher.verify(SecretString(same), phc));
  EXPECT_FALSE(
      hasher.verify(SecretString(std::string("a\0b", 3)), hasher.hash(SecretString(std::string("a\0c", 3)))));
}

TEST(PasswordHasher, VerifiesHashesOfOtherCostsAndAsksForNewOnes) {
  const PasswordHasher old_one(kQuick);
  const PasswordHasher new_one({.memory_kib = 8 * 1024, .passes = 2});
  const auto phc = old_one.hash(SecretString("password"));
  EXPECT_TRUE(new_one.verify(SecretString("password"), phc));
  EXPECT_TRUE(new_one.needs_rehash(phc));
  EXPECT_FALSE(old_one.needs_rehash(phc));
  EXPECT_TRUE(old_one.needs_rehash("nonsense"));
}

TEST(PasswordHasher, DefaultCostIsWrittenInTheHash) {
  const auto phc = PasswordHasher().hash(SecretString("password"));
  EXPECT_TRUE(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << phc;
}

TEST(PasswordHasher, NothingMatchesNothing) {
  EXPECT_FALSE(PasswordHasher(kQuick).verify_nothing(SecretString("")));
}

// An imported hash may not choose what the server spends on it.
TEST(PasswordCost, HostileCostsAreRefused) {
  const std::string tail = "$c2FsdHNhbHRzYWx0c2FsdA$Zm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm9vYmFyZm8";
  EXPECT_TRUE(parse_password_cost("$argon2id$v=19$m=19456,t=2,p=1" + tail));
  for (const char* head :
       {"$argon2id$v=19$m=4194304,t=2,p=1", "$argon2id$v=19$m=19456,t=2147483648,p=1",
        "$argon2id$v=19$m=19456,t=2,p=255", "$argon2id$v=19$m=0,t=2,p=1", "$argon2id$v=19$m=19456,t=0,p=1",
        "$argon2id$v=19$m=-1,t=2,p=1", "$argon2id$v=19$m=019456,t=2,p=1", "$argon2i$v=19$m=19456,t=2,p=1",
        "$argon2d$v=19$m=19456,t=2,p=1", "$argon2id$v=16$m=19456,t=2,p=1", "$argon2id$m=19456,t=2,p=1",
        "$2b$10$", "", "$argon2id$v=19$m=", "$argon2id$v=19$m=99999999999999999999,t=2,p=1"}) {
    EXPECT_FALSE(parse_password_cost(head + tail)) << head;
    EXPECT_FALSE(PasswordHasher(kQuick).verify(SecretString("x"), head + tail)) << head;
  }
}

TEST(PasswordCost, InsaneSettingsAreRefused) {
  EXPECT_THROW(PasswordHasher({.memory_kib = 1024, .passes = 2}), std::invalid_argument);
  EXPECT_THROW(PasswordHasher({.memory_kib = 19456, .passes = 0}), std::invalid_argument);
  EXPECT_THROW(PasswordHasher({.memory_kib = 1024 * 1024, .passes = 2}), std::invalid_argument);
}

TEST(PasswordHasher, KeepsItsMemoryUntilReleased) {
  const PasswordHasher hasher(kQuick);
  PasswordHasher::release_idle_memory();
  (void)hasher.hash(SecretString("password"));
  (void)hasher.hash(SecretString("password"));
  const auto released = PasswordHasher::release_idle_memory();
  EXPECT_GE(released, 8U * 1024 * 1024);
  EXPECT_LT(released, 9U * 1024 * 1024);
  EXPECT_EQ(PasswordHasher::release_idle_memory(), 0U);
  EXPECT_TRUE(hasher.verify(SecretString("password"), hasher.hash(SecretString("password"))));
}

TEST(PasswordHasher, WorksFromManyThreadsWhileMemoryIsReleased) {
  const PasswordHasher hasher(kQuick);
  const auto phc = hasher.hash(SecretString("password"));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 5; ++j) EXPECT_TRUE(hasher.verify(SecretString("password"), phc));
    });
  }
  for (int i = 0; i < 20; ++i) PasswordHasher::release_idle_memory();
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace gatehouse::crypto
