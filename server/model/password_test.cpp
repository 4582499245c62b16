// SPDX-License-Identifier: Apache-2.0
#include "server/model/password.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

bool accepts(std::string_view text) {
  const auto normalized = normalize_password(text);
  return normalized && is_acceptable_password(*normalized, "ada@example.com");
}

TEST(Password, ComposedAndDecomposedFormsAreOne) {
  EXPECT_TRUE(*normalize_password("Z\xc3\xbcrich by the lake") ==
              *normalize_password("Zu\xcc\x88rich by the lake"));
}

TEST(Password, LookAlikeLettersStayDifferent) {
  EXPECT_FALSE(*normalize_password("a password of latin") ==
               *normalize_password("\xd0\xb0 password of latin"));
}

TEST(Password, InvalidTextIsRefusedUnhashed) {
  EXPECT_FALSE(normalize_password(std::string("null\0byte in the middle", 23)));
  EXPECT_FALSE(normalize_password("broken utf-8 \xc3\x28 here"));
  EXPECT_FALSE(normalize_password(std::string(kMostPasswordBytes + 1, 'a')));
}

TEST(Password, RuleCountsCharactersNotBytes) {
  EXPECT_TRUE(accepts("correct horse battery"));
  EXPECT_TRUE(accepts("fifteen letters"));
  EXPECT_FALSE(accepts("only fourteen!"));
  EXPECT_FALSE(
      accepts("\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"
              "abcdefghij"));
  EXPECT_FALSE(accepts("aaaaaaaaaaaaaaaaaaaa"));
  EXPECT_FALSE(accepts("ada@example.com"));
}

}  // namespace
}  // namespace gatehouse::server
