// SPDX-License-Identifier: Apache-2.0
#include "server/pages/return_address.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(ReturnAddress, OwnPathsAreKept) {
  for (const char* address :
       {"/", "/account", "/oauth2/authorize?client_id=orders&redirect_uri=http%3A%2F%2Flocalhost%2Fcb",
        "/console?next=//inside-a-query"}) {
    EXPECT_EQ(safe_return_address(address), address);
  }
}

TEST(ReturnAddress, AbsentIsTheDefaultPage) {
  EXPECT_EQ(safe_return_address(std::nullopt), "/account");
}

// SE-13
TEST(ReturnAddress, AttacksBecomeTheDefaultPage) {
  using namespace std::string_view_literals;
  for (const auto attack : {""sv,
                            "//evil.example"sv,
                            "///evil.example"sv,
                            "/\\evil.example"sv,
                            "\\\\evil.example"sv,
                            "https:evil.example"sv,
                            "https://evil.example/"sv,
                            "https://localhost:8420@evil.example/"sv,
                            "javascript:alert(1)"sv,
                            "data:text/html,x"sv,
                            "/\t/evil.example"sv,
                            "\t//evil.example"sv,
                            " //evil.example"sv,
                            "/%2f%2fevil.example"sv,
                            "/%5cevil.example"sv,
                            "%2f%2fevil.example"sv,
                            "/a/..//evil.example"sv,
                            "/a/../../evil"sv,
                            "/%2e%2e/evil"sv,
                            "/a\r\nSet-Cookie: x=1"sv,
                            "/a\0b"sv,
                            "evil.example"sv,
                            "/a#//evil"sv,
                            "?x"sv,
                            "@evil.example"sv,
                            "/\xff"sv}) {
    EXPECT_EQ(safe_return_address(attack), "/account") << attack;
  }
}

TEST(ReturnAddress, EndlessAddressIsRefused) {
  EXPECT_EQ(safe_return_address("/" + std::string(5000, 'a')), "/account");
}

}  // namespace
}  // namespace gatehouse::server
