// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/return_path.h"

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

TEST(ReturnPath, OwnPathsAreKept) {
  for (const auto* path : {"/", "/orders", "/orders/7?sort=date&x=%20y", "/a/b.html", "/caf%C3%A9"}) {
    EXPECT_EQ(checked_return_path(path), path);
  }
}

TEST(ReturnPath, EverythingElseBecomesTheDefault) {
  const std::vector<std::string> bad{"",
                                     "orders",
                                     "//evil.example",
                                     "///evil.example",
                                     "/\\evil.example",
                                     "\\\\evil.example",
                                     "https:evil.example",
                                     "https://evil.example/",
                                     "%2f%2fevil.example",
                                     "/%2f%2fevil.example",
                                     "/%2fevil.example",
                                     "/%5cevil.example",
                                     "javascript:alert(1)",
                                     "/\tevil",
                                     "\t//evil.example",
                                     " //evil.example",
                                     "/\n/evil.example",
                                     "/a/..//evil.example",
                                     "/./x",
                                     "@evil.example",
                                     "/ok#fragment",
                                     "/ok?x=\r\nSet-Cookie: a=b",
                                     std::string("/o\0k", 4),
                                     "/" + std::string(3000, 'a'),
                                     "/auth/sign-in",
                                     "/auth/sign-out"};
  for (const auto& path : bad) EXPECT_EQ(checked_return_path(path), "/") << path;
}

}  // namespace
}  // namespace gatehouse::sdk
