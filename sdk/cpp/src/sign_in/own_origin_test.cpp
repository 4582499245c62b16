// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/own_origin.h"

#include <gtest/gtest.h>

namespace gatehouse::sdk {
namespace {

http::Request request_at(std::string_view host) {
  http::Request request;
  request.headers.add("Host", host);
  return request;
}

TEST(OwnOrigin, WithoutBaseUrlOnlyOwnAddressAndLoopbackNamesCount) {
  const OwnOrigin own("", "192.0.2.5", 3000);
  EXPECT_EQ(own.of(request_at("localhost:3000")), "http://localhost:3000");
  EXPECT_EQ(own.of(request_at("LOCALHOST:3000")), "http://localhost:3000");
  EXPECT_EQ(own.of(request_at("127.0.0.1:3000")), "http://127.0.0.1:3000");
  EXPECT_EQ(own.of(request_at("[::1]:3000")), "http://[::1]:3000");
  EXPECT_EQ(own.of(request_at("192.0.2.5:3000")), "http://192.0.2.5:3000");
  for (const auto* host : {"evil.example", "evil.example:3000", "localhost", "localhost:3001",
                           "localhost:3000.evil", "localhost:3000@evil", ""}) {
    EXPECT_EQ(own.of(request_at(host)), std::nullopt) << host;
  }
  EXPECT_EQ(own.of({}), std::nullopt);
}

TEST(OwnOrigin, BaseUrlAloneCountsWhateverTheHostSays) {
  const OwnOrigin own("https://orders.example.com", "127.0.0.1", 3000);
  EXPECT_EQ(own.of(request_at("evil.example")), "https://orders.example.com");
  EXPECT_FALSE(own.is_at(request_at("evil.example")));
  EXPECT_TRUE(own.is_at(request_at("Orders.Example.com")));
  EXPECT_TRUE(own.is_https());
}

TEST(OwnOrigin, ParsesOriginsAndNothingElse) {
  EXPECT_EQ(parse_origin("https://Orders.example.com/"), "https://orders.example.com");
  EXPECT_EQ(parse_origin("http://[::1]:8080"), "http://[::1]:8080");
  for (const auto* url :
       {"", "orders.example.com", "ftp://x", "https://", "https://a/b", "https://a@b", "https://a?b"}) {
    EXPECT_EQ(parse_origin(url), std::nullopt) << url;
  }
}

}  // namespace
}  // namespace gatehouse::sdk
