// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/hmac.h"

#include <string>

#include <gtest/gtest.h>

#include "core/crypto/hex_test.h"
#include "core/crypto/hkdf.h"

namespace gatehouse::crypto {
namespace {

TEST(Sha256, MatchesTheStandard) {
  EXPECT_EQ(to_hex(sha256(as_bytes("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

// RFC 4231: a short key, one of a full block's use, and one longer than a block.
TEST(HmacSha256, MatchesRfc4231) {
  EXPECT_EQ(to_hex(HmacSha256Key(Bytes(20, std::byte{0x0b})).compute(as_bytes("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(HmacSha256Key(as_bytes("Jefe")).compute(as_bytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const Bytes long_key(131, std::byte{0xaa});
  EXPECT_EQ(to_hex(HmacSha256Key(long_key).compute(
                as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(HmacSha256, RefusesAnyOtherMac) {
  const HmacSha256Key key(as_bytes("a key"));
  auto mac = key.compute(as_bytes("message"));
  EXPECT_TRUE(key.verify(as_bytes("message"), mac));
  EXPECT_FALSE(key.verify(as_bytes("massage"), mac));
  EXPECT_FALSE(key.verify(as_bytes("message"), ByteView(mac).first(31)));
  EXPECT_FALSE(key.verify(as_bytes("message"), {}));
  for (std::size_t bit = 0; bit < 256; ++bit) {
    auto flipped = mac;
    flipped[bit / 8] ^= std::byte(1 << (bit % 8));
    EXPECT_FALSE(key.verify(as_bytes("message"), flipped)) << bit;
  }
}

// RFC 5869, appendix A.1 and A.3.
TEST(Hkdf, MatchesRfc5869) {
  const Bytes secret(22, std::byte{0x0b});
  EXPECT_EQ(to_hex(hkdf_sha256(secret, from_hex("000102030405060708090a0b0c"),
                               from_hex("f0f1f2f3f4f5f6f7f8f9"), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(to_hex(hkdf_sha256(secret, {}, {}, 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hkdf, RefusesLengthsItCannotGive) {
  EXPECT_THROW((void)hkdf_sha256({}, {}, {}, 0), std::invalid_argument);
  EXPECT_THROW((void)hkdf_sha256({}, {}, {}, 255 * 32 + 1), std::invalid_argument);
}

TEST(DeriveKey, DiffersByPurposeAndSecret) {
  EXPECT_NE(derive_key(as_bytes("master"), "one"), derive_key(as_bytes("master"), "two"));
  EXPECT_NE(derive_key(as_bytes("master"), "one"), derive_key(as_bytes("other"), "one"));
  EXPECT_EQ(derive_key(as_bytes("master"), "one"), derive_key(as_bytes("master"), "one"));
}

}  // namespace
}  // namespace gatehouse::crypto
