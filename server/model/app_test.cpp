// SPDX-License-Identifier: Apache-2.0
#include "server/model/app.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

TEST(RedirectUri, AcceptsHttpsAndLoopback) {
  for (const char* uri :
       {"https://orders.example.com/auth/callback", "https://orders.example.com:8443/cb?x=1",
        "https://example.com", "http://localhost:3000/auth/callback", "http://127.0.0.1:3000/",
        "http://[::1]:3000/cb"}) {
    EXPECT_TRUE(is_redirect_uri(uri)) << uri;
  }
}

TEST(RedirectUri, RefusesWhatCouldLeadElsewhere) {
  for (const char* uri : {"",
                          "orders",
                          "//example.com/cb",
                          "http://example.com/cb",
                          "ftp://example.com/",
                          "javascript:alert(1)",
                          "https://",
                          "https:///cb",
                          "https://example.com/cb#fragment",
                          "https://good@evil.example/",
                          "https://*.example.com/",
                          "https://example.com/../cb",
                          "https://example.com/a/..",
                          "https://example.com/./a",
                          "https://example.com\\@evil.example",
                          "https://exa mple.com/",
                          "https://example.com:0/",
                          "https://example.com:99999/",
                          "https://example.com:80a/",
                          "https://EXAMPLE.com/",
                          "https://example..com/",
                          "https://example.com./",
                          "https://b\xc3\xbc"
                          "cher.example/",
                          "http://localhost.evil.example/"}) {
    EXPECT_FALSE(is_redirect_uri(uri)) << uri;
  }
}

TEST(AppId, IsShortAndPlain) {
  EXPECT_TRUE(is_app_id("orders"));
  EXPECT_TRUE(is_app_id("0rders_2.beta-1"));
  for (const char* id : {"", "-orders", "Orders", "usr_0", "a b", "\xc3\xa4", "a/b"})
    EXPECT_FALSE(is_app_id(id)) << id;
  EXPECT_FALSE(is_app_id(std::string(65, 'a')));
}

TEST(Origin, HasNothingBehindThePort) {
  EXPECT_TRUE(is_origin("https://orders.example.com"));
  EXPECT_TRUE(is_origin("http://localhost:3000"));
  EXPECT_FALSE(is_origin("https://orders.example.com/"));
  EXPECT_FALSE(is_origin("http://orders.example.com"));
}

}  // namespace
}  // namespace gatehouse::server
