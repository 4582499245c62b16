// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.h"

#include <vector>

#include <gtest/gtest.h>

#include "core/base/base64url_portable.h"

namespace gatehouse {
namespace {

TEST(Base64Url, EncodesAllLengths) {
  EXPECT_EQ(encode_base64url(as_bytes("")), "");
  EXPECT_EQ(encode_base64url(as_bytes("f")), "Zg");
  EXPECT_EQ(encode_base64url(as_bytes("fo")), "Zm8");
  EXPECT_EQ(encode_base64url(as_bytes("foo")), "Zm9v");
  EXPECT_EQ(encode_base64url(as_bytes("\xfb\xff")), "-_8");
}

TEST(Base64Url, DecodesWhatItEncodes) {
  std::string text;
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(as_text(*decode_base64url(encode_base64url(as_bytes(text)))), text);
    text += char(i * 7);
  }
}

TEST(Base64Url, RefusesEverythingButTheCanonicalSpelling) {
  for (const char* text : {"Z", "Zg==", "Zh", "Zm9", "Zm 8", "Zm8\n", "+/8", "Zm8.", "Zmä", "Zm9vZ"}) {
    EXPECT_FALSE(decode_base64url(text)) << text;
  }
}

/// Decodes both ways into buffers of exactly `room` bytes, so that a sanitizer sees a write too far.
void expect_same(const std::string& text, std::size_t room) {
  std::vector<std::byte> fast(room);
  std::vector<std::byte> portable(room);
  const auto one = decode_base64url(text, fast);
  const auto other = decode_base64url_portable(text, portable);
  ASSERT_EQ(one, other) << text;
  if (!one) return;
  fast.resize(*one);
  portable.resize(*one);
  ASSERT_EQ(fast, portable) << text;
}

TEST(Base64Url, FastAndPortableDecodersAgreeOnEveryByteAtEveryPlace) {
  for (const std::size_t length : {2U, 3U, 4U, 31U, 32U, 34U, 63U, 64U, 66U, 100U}) {
    const std::string good(length, 'g');
    for (std::size_t at = 0; at < length; ++at) {
      for (int c = 0; c < 256; ++c) {
        auto text = good;
        text[at] = char(c);
        if (length % 4 == 2 && at + 1 != length) text.back() = 'A';
        if (length % 4 == 3 && at + 1 != length) text.back() = 'A';
        expect_same(text, length * 3 / 4);
      }
    }
  }
}

TEST(Base64Url, FastAndPortableDecodersAgreeOnEveryPairAndLength) {
  for (int pair = 0; pair < 65536; ++pair) expect_same({char(pair >> 8), char(pair)}, 1);
  std::string text;
  for (std::size_t length = 0; length < 300; ++length) {
    for (const std::size_t slack : {std::size_t{0}, std::size_t{1}, kBase64urlSlack}) {
      expect_same(text, length * 3 / 4 + slack);
    }
    if (length * 3 / 4 > 0) expect_same(text, length * 3 / 4 - 1);
    text += "AQgw048cZ_-x"[length % 12];
  }
}

}  // namespace
}  // namespace gatehouse
