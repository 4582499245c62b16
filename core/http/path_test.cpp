// SPDX-License-Identifier: Apache-2.0
#include "core/http/path.h"

#include <gtest/gtest.h>

namespace gatehouse::http {
namespace {

TEST(Path, OrdinaryPathsAreUnambiguous) {
  for (const auto* path : {"/", "/a", "/a/", "/a/b.c", "/.well-known/openid-configuration", "/...", "/a%20b",
                           "/%E2%82%AC", "/a:b@c;d=e,f", "/a%25b"}) {
    EXPECT_TRUE(is_unambiguous_path(path)) << path;
  }
}

TEST(Path, PathsWithAnotherReadingAreRefused) {
  for (const auto* path : {"",          "a",     "*",      "http://x/", "//",      "//a",           "/a//b",
                           "/a//",      "/.",    "/..",    "/a/./b",    "/a/../b", "/a/..",         "/%2e",
                           "/%2E%2e/a", "/.%2e", "/a%2fb", "/a%2Fb",    "/a%5cb",  "/a\\b",         "/a%00",
                           "/a%0d%0ab", "/a%7f", "/%",     "/%4",       "/%gg",    "/%ff",          "/%c0%ae",
                           "/a b",      "/a\tb", "/a#b",   "/a?b",      "/a<b",    "/\xe2\x82\xac", "/a\"b",
                           "/{a}",      "/a|b"}) {
    EXPECT_FALSE(is_unambiguous_path(path)) << path;
  }
}

TEST(Path, QueryIsVisibleAscii) {
  EXPECT_TRUE(is_query(""));
  EXPECT_TRUE(is_query("a=b&c=%00|{}?/"));
  for (const auto* query : {"a b", "a#b", "a\tb", "\x7f", "\xc3\xa4"}) EXPECT_FALSE(is_query(query)) << query;
}

}  // namespace
}  // namespace gatehouse::http
