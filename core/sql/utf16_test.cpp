// SPDX-License-Identifier: Apache-2.0
#include "core/sql/utf16.h"

#include <gtest/gtest.h>

namespace gatehouse::sql {
namespace {

TEST(Utf16, EveryCharacterComesBack) {
  for (char32_t point = 0; point <= 0x10ffff; point += point < 0x1000 ? 1 : 0xff) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    std::u16string units;
    if (point < 0x10000) {
      units += char16_t(point);
    } else {
      units += char16_t(0xd800 + ((point - 0x10000) >> 10));
      units += char16_t(0xdc00 + ((point - 0x10000) & 0x3ff));
    }
    ASSERT_EQ(to_utf16(to_utf8(units)), units) << std::hex << std::uint32_t(point);
  }
  EXPECT_EQ(to_utf16("Größe 漢字 🚪"), u"Größe 漢字 🚪");
  EXPECT_EQ(to_utf8(u"Größe 漢字 🚪"), "Größe 漢字 🚪");
}

TEST(Utf16, WhatIsNoCharacterIsReplaced) {
  EXPECT_EQ(to_utf16("a\xff"
                     "b"),
            u"a\ufffdb");
  EXPECT_EQ(to_utf16("\xc0\xaf"), u"\ufffd\ufffd");
  EXPECT_EQ(to_utf16("\xed\xa0\x80"), u"\ufffd");
  EXPECT_EQ(to_utf16("\xf4\x90\x80\x80"), u"\ufffd");
  EXPECT_EQ(to_utf16("\xe6\xbc"), u"\ufffd");
  const char16_t lone[] = {0xd800, u'a', 0xdc00};
  EXPECT_EQ(to_utf8({lone, 3}),
            "\xef\xbf\xbd"
            "a\xef\xbf\xbd");
}

}  // namespace
}  // namespace gatehouse::sql
