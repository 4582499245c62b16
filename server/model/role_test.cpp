// SPDX-License-Identifier: Apache-2.0
#include "server/model/role.h"

#include <string>

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(RoleName, IsOneLineThatCanBeASegmentOfAPathAndAnItemBetweenCommas) {
  for (const char* name : {"editor", "Head of sales",
                           "r\xc3\xa9"
                           "dacteur",
                           "a.b", "100%"})
    EXPECT_TRUE(is_role_name(name)) << name;
  for (const char* name : {"", "a/b", ".", "..", "a\nb", "\xff"}) EXPECT_FALSE(is_role_name(name)) << name;
  for (const char* name : {"a,b", "editor,", " editor", "editor ", "editor\xc2\xa0",
                           "\xe3\x80\x80"
                           "editor"})
    EXPECT_FALSE(is_role_name(name)) << name;
  EXPECT_FALSE(is_role_name(std::string(65, 'x')));
}

TEST(Permission, IsLettersDigitsAndFewSymbols) {
  for (const char* text : {"orders:read", "a/b", "A_1.-"}) EXPECT_TRUE(is_permission(text)) << text;
  for (const char* text : {"", "orders read", "orders*", "\xc3\xa9"})
    EXPECT_FALSE(is_permission(text)) << text;
  EXPECT_FALSE(is_permission(std::string(101, 'x')));
}

}  // namespace
}  // namespace gatehouse::server
