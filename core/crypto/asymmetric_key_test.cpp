// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/asymmetric_key.h"

#include <gtest/gtest.h>

#include "core/crypto/hex_test.h"

namespace gatehouse::crypto {
namespace {

std::optional<PublicKey> from_members(KeyKind kind, const PublicMembers& members) {
  switch (kind) {
    case KeyKind::ed25519:
      return PublicKey::from_ed25519(members.x);
    case KeyKind::p256:
      return PublicKey::from_p256(members.x, members.y);
    case KeyKind::rsa:
      return PublicKey::from_rsa(members.n, members.e);
  }
  return std::nullopt;
}

class EveryKind : public testing::TestWithParam<KeyKind> {
 protected:
  PrivateKey key = PrivateKey::generate(GetParam());
  ByteView message = as_bytes("message");
};

TEST_P(EveryKind, VerifiesWhatItSigned) {
  const auto signature = key.sign(message);
  EXPECT_EQ(signature.size(), key.public_key().signature_size());
  EXPECT_TRUE(key.public_key().verify(message, signature));
  EXPECT_FALSE(key.public_key().verify(as_bytes("massage"), signature));
  EXPECT_FALSE(PrivateKey::generate(GetParam()).public_key().verify(message, signature));
}

TEST_P(EveryKind, RefusesFlippedBitsAndOtherLengths) {
  const auto signature = key.sign(message);
  for (std::size_t bit = 0; bit < signature.size() * 8; bit += 7) {
    auto flipped = signature;
    flipped[bit / 8] ^= std::byte(1 << (bit % 8));
    EXPECT_FALSE(key.public_key().verify(message, flipped)) << bit;
  }
  auto longer = signature;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(key.public_key().verify(message, longer));
  EXPECT_FALSE(key.public_key().verify(message, ByteView(signature).first(signature.size() - 1)));
  EXPECT_FALSE(key.public_key().verify(message, {}));
}

TEST_P(EveryKind, PublicMembersMakeTheSameKey) {
  const auto again = from_members(GetParam(), key.public_key().members());
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kind(), GetParam());
  EXPECT_TRUE(again->verify(message, key.sign(message)));
}

TEST_P(EveryKind, SurvivesPkcs8) {
  const auto der = key.to_pkcs8();
  const auto again = PrivateKey::from_pkcs8(as_bytes(der.reveal()));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->kind(), GetParam());
  EXPECT_TRUE(key.public_key().verify(message, again->sign(message)));
  EXPECT_FALSE(PrivateKey::from_pkcs8(as_bytes(der.reveal()).first(der.size() - 1)));
  EXPECT_FALSE(PrivateKey::from_pkcs8(as_bytes(std::string(der.reveal()) + '\0')));
}

INSTANTIATE_TEST_SUITE_P(Keys, EveryKind, testing::Values(KeyKind::ed25519, KeyKind::p256, KeyKind::rsa),
                         [](const auto& test) {
                           return std::string(test.param == KeyKind::ed25519 ? "Ed25519"
                                              : test.param == KeyKind::p256  ? "P256"
                                                                             : "Rsa");
                         });

TEST(P256, RefusesPointsOffTheCurve) {
  EXPECT_FALSE(PublicKey::from_p256(Bytes(32), Bytes(32)));
  EXPECT_FALSE(PublicKey::from_p256(Bytes(32, std::byte{0xff}), Bytes(32, std::byte{0xff})));
  auto members = PrivateKey::generate(KeyKind::p256).public_key().members();
  members.y[31] ^= std::byte{1};
  EXPECT_FALSE(PublicKey::from_p256(members.x, members.y));
  EXPECT_FALSE(PublicKey::from_p256(ByteView(members.x).first(31), members.y));
}

// CVE-2022-21449 class: r and s must lie in [1, n-1].
TEST(P256, RefusesNumbersOutsideTheGroup) {
  const auto key = PrivateKey::generate(KeyKind::p256).public_key();
  const std::string zero(64, '0');
  const std::string one = std::string(63, '0') + "1";
  const std::string n = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
  const std::string n_plus_1 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
  const std::string p = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
  for (const auto& r : {zero, one, n, n_plus_1, p, std::string(64, 'f')}) {
    for (const auto& s : {zero, one, n, n_plus_1, p, std::string(64, 'f')}) {
      EXPECT_FALSE(key.verify(as_bytes("message"), from_hex(r + s))) << r << s;
    }
  }
}

TEST(Ed25519, RefusesPointsOfSmallOrderAndOtherSpellings) {
  for (const char* x : {"0000000000000000000000000000000000000000000000000000000000000000",
                        "0100000000000000000000000000000000000000000000000000000000000000",
                        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                        "0100000000000000000000000000000000000000000000000000000000000080"}) {
    EXPECT_FALSE(PublicKey::from_ed25519(from_hex(x))) << x;
  }
  EXPECT_FALSE(PublicKey::from_ed25519(Bytes(31)));
}

// RFC 8032, section 5.1.7: S is below the group's order, or a signature would have a second spelling.
TEST(Ed25519, RefusesSBeyondTheOrder) {
  const auto key = PrivateKey::generate(KeyKind::ed25519);
  auto signature = key.sign(as_bytes("message"));
  const auto order = from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  int carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += std::to_integer<int>(signature[32 + i]) + std::to_integer<int>(order[i]);
    signature[32 + i] = std::byte(carry & 0xff);
    carry >>= 8;
  }
  EXPECT_FALSE(key.public_key().verify(as_bytes("message"), signature));
}

TEST(Rsa, RefusesWeakKeys) {
  const auto members = PrivateKey::generate(KeyKind::rsa).public_key().members();
  EXPECT_TRUE(PublicKey::from_rsa(members.n, members.e));
  EXPECT_FALSE(PublicKey::from_rsa(ByteView(members.n).first(128), members.e));
  EXPECT_FALSE(PublicKey::from_rsa(members.n, from_hex("01")));
  EXPECT_FALSE(PublicKey::from_rsa(members.n, from_hex("010000")));
  EXPECT_FALSE(PublicKey::from_rsa(members.n, {}));
  auto even = members.n;
  even.back() ^= std::byte{1};
  EXPECT_FALSE(PublicKey::from_rsa(even, members.e));
  auto padded = members.n;
  padded.insert(padded.begin(), std::byte{0});
  EXPECT_FALSE(PublicKey::from_rsa(padded, members.e));
}

TEST(PrivateKey, RefusesNonsense) {
  EXPECT_FALSE(PrivateKey::from_pkcs8({}));
  EXPECT_FALSE(PrivateKey::from_pkcs8(as_bytes("-----BEGIN PRIVATE KEY-----")));
}

}  // namespace
}  // namespace gatehouse::crypto
