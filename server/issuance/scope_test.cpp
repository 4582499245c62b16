// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/scope.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(Scope, KnownOnesInOneOrderEachOnce) {
  EXPECT_EQ(parse_scope("email openid email"), "openid email");
  EXPECT_EQ(parse_scope("openid phone orders:read"), "openid phone");
  EXPECT_EQ(parse_scope(""), "");
}

TEST(Scope, WhatIsNoScopeIsRefused) {
  for (const char* text : {"openid\nemail", "openid\t", "a\"b", "a\\b", "\xc3\xa4"}) {
    EXPECT_FALSE(parse_scope(text)) << text;
  }
}

TEST(Scope, WordsAreComparedWhole) {
  EXPECT_TRUE(has_scope("openid email", "email"));
  EXPECT_FALSE(has_scope("openid email", "mail"));
  EXPECT_FALSE(has_scope("openid emails", "email"));
}

TEST(Scope, JoinedOnesStandOnceInTheOneOrder) {
  EXPECT_EQ(join_scopes("openid email", "email profile"), "openid profile email");
  EXPECT_EQ(join_scopes("", "openid"), "openid");
}

TEST(Scope, NarrowingNeverWidens) {
  EXPECT_TRUE(is_within("openid", "openid email"));
  EXPECT_TRUE(is_within("", "openid"));
  EXPECT_FALSE(is_within("openid profile", "openid email"));
  EXPECT_FALSE(is_within("openid", ""));
}

}  // namespace
}  // namespace gatehouse::server
