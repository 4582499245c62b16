// SPDX-License-Identifier: Apache-2.0
#include "server/model/email.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(Email, IsLowerCasedAndTrimmed) {
  EXPECT_EQ(parse_email(" Ada.Lovelace+Work@Example.COM "), "ada.lovelace+work@example.com");
  EXPECT_EQ(parse_email("root@localhost"), "root@localhost");
  EXPECT_EQ(parse_email("o'neil@xn--bcher-kva.example"), "o'neil@xn--bcher-kva.example");
}

// RE-14
TEST(Email, RefusesTwinsAndOddForms) {
  for (const char* text : {"",
                           "ada",
                           "@example.com",
                           "ada@",
                           "ada@example",
                           "ada@example.com.",
                           "ada@@example.com",
                           ".ada@example.com",
                           "ada.@example.com",
                           "a..b@example.com",
                           "\"ada\"@example.com",
                           "ada(comment)@example.com",
                           "ada@[127.0.0.1]",
                           "ada @example.com",
                           "ada@exa mple.com",
                           "ad\xc3\xa4@example.com",
                           "\xe2\x84\xaa@example.com",
                           "ada@example\xe3\x80\x82"
                           "com",
                           "ada\xe2\x80\x8b@example.com",
                           "ada\xef\xbc\xa0"
                           "example.com",
                           "ada@-example.com",
                           "ada@example-.com",
                           "ada@example.com\n",
                           "ada@example.com,eve@example.com",
                           "ada@example.com\r\nBcc: eve@example.com"}) {
    EXPECT_FALSE(parse_email(text)) << text;
  }
  EXPECT_FALSE(parse_email(std::string("ada\0@example.com", 16)));
  EXPECT_FALSE(parse_email(std::string(65, 'a') + "@example.com"));
  EXPECT_FALSE(parse_email("a@" + std::string(63, 'b') + "." + std::string(63, 'b') + "." +
                           std::string(63, 'b') + "." + std::string(63, 'b') + ".com"));
}

}  // namespace
}  // namespace gatehouse::server
