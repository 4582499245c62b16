// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/sealing_key.h"

#include <gtest/gtest.h>

#include "core/crypto/sha256.h"

namespace gatehouse::crypto {
namespace {

class SealingKeyTest : public testing::Test {
 protected:
  SystemRandom random;
  SealingKey key{sha256(as_bytes("one"))};
  Cell cell{"apps", "orders", "secret_key"};
  Bytes sealed = key.seal(as_bytes("the secret"), cell, random);
};

TEST_F(SealingKeyTest, OpensWhatItSealed) {
  EXPECT_EQ(key.open(sealed, cell)->reveal(), "the secret");
  EXPECT_EQ(sealed.size(), 10U + 41U);
  EXPECT_TRUE(key.open(key.seal({}, cell, random), cell)->empty());
}

TEST_F(SealingKeyTest, SealsDifferentlyEachTime) {
  EXPECT_NE(sealed, key.seal(as_bytes("the secret"), cell, random));
}

TEST_F(SealingKeyTest, AnotherKeyDoesNotOpen) {
  EXPECT_FALSE(SealingKey(sha256(as_bytes("two"))).open(sealed, cell));
}

// KE-05
TEST_F(SealingKeyTest, AnotherCellDoesNotOpen) {
  EXPECT_FALSE(key.open(sealed, {"apps", "orders2", "secret_key"}));
  EXPECT_FALSE(key.open(sealed, {"apps", "orders", "next_secret_key"}));
  EXPECT_FALSE(key.open(sealed, {"users", "orders", "secret_key"}));
  EXPECT_FALSE(key.open(sealed, {"apps", "order", "ssecret_key"}));  // same letters, other border
}

// KE-05
TEST_F(SealingKeyTest, NoFlippedBitOpens) {
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    auto flipped = sealed;
    flipped[bit / 8] ^= std::byte(1 << (bit % 8));
    EXPECT_FALSE(key.open(flipped, cell)) << bit;
  }
}

TEST_F(SealingKeyTest, NoCutOrExtendedSealOpens) {
  for (std::size_t size = 0; size < sealed.size(); ++size)
    EXPECT_FALSE(key.open(ByteView(sealed).first(size), cell));
  sealed.push_back(std::byte{0});
  EXPECT_FALSE(key.open(sealed, cell));
}

}  // namespace
}  // namespace gatehouse::crypto
