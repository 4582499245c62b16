// SPDX-License-Identifier: Apache-2.0
#include "core/base/base64url.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace gatehouse
