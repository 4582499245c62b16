// SPDX-License-Identifier: Apache-2.0
#include "server/config/public_url.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

PublicUrl parse(std::string_view text) {
  const auto url = parse_public_url(text);
  if (!url) ADD_FAILURE() << text << ' ' << url.error();
  return url ? *url : PublicUrl{};
}

TEST(PublicUrl, IsWrittenAsABrowserWritesAnOrigin) {
  EXPECT_EQ(parse("HTTPS://Auth.Example.COM:443/").text, "https://auth.example.com");
  EXPECT_EQ(parse("http://localhost:8420").text, "http://localhost:8420");
  EXPECT_EQ(parse("http://[::1]:80").text, "http://[::1]");
  EXPECT_EQ(parse("https://auth.example.com:8443").port, 8443);
  EXPECT_EQ(parse("https://auth.example.com").port, 443);
}

TEST(PublicUrl, AuthorityIsWhatAHostHeaderSays) {
  EXPECT_EQ(parse("https://auth.example.com:8443/").authority(), "auth.example.com:8443");
  EXPECT_EQ(parse("http://localhost:80").authority(), "localhost");
}

TEST(PublicUrl, KnowsWhatStaysOnThisMachine) {
  for (const char* text :
       {"http://localhost", "http://a.localhost:1", "http://127.9.0.1", "http://[::1]:8"}) {
    EXPECT_TRUE(parse(text).is_loopback()) << text;
  }
  for (const char* text :
       {"http://localhost.example", "http://127.example.com", "http://10.0.0.1", "http://[::2]"}) {
    EXPECT_FALSE(parse(text).is_loopback()) << text;
  }
}

class BadPublicUrlTest : public testing::TestWithParam<const char*> {};

TEST_P(BadPublicUrlTest, IsRefused) {
  EXPECT_FALSE(parse_public_url(GetParam()).has_value()) << GetParam();
}

INSTANTIATE_TEST_SUITE_P(Each, BadPublicUrlTest,
                         testing::Values("", "auth.example.com", "//auth.example.com", "/console",
                                         "ftp://a.example", "javascript:alert(1)", "https://", "https:///x",
                                         "https://a.example/gate", "https://a.example/?x=1",
                                         "https://a.example?", "https://a.example#top",
                                         "https://me:pw@a.example", "https://me@a.example",
                                         "https://a b.example", "https://m\xc3\xbcnchen.example",
                                         "https://a_b.example", "https://a%2eexample", "https://a.example:0",
                                         "https://a.example:70000", "https://.example", "https://a..example",
                                         "https://a.example\n", " https://a.example"));

}  // namespace
}  // namespace gatehouse::server
