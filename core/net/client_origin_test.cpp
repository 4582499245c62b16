// SPDX-License-Identifier: Apache-2.0
#include "core/net/client_origin.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

std::string origin(const Fields& fields, const char* peer = "10.0.0.1") {
  http::Headers headers;
  for (const auto& [name, value] : fields) headers.add(name, value);
  const std::vector<IpRange> proxies{*IpRange::parse("10.0.0.0/8"), *IpRange::parse("fd00::/8")};
  const auto found = find_client_origin(*IpAddress::parse(peer), headers, proxies);
  return found.scheme + " " + found.address;
}

// HT-01
TEST(ClientOrigin, UntrustedPeerIsTheClientWhateverItSays) {
  EXPECT_EQ(origin({}, "192.0.2.1"), "http 192.0.2.1");
  EXPECT_EQ(
      origin(
          {{"X-Forwarded-For", "127.0.0.1"}, {"X-Forwarded-Proto", "https"}, {"Forwarded", "for=127.0.0.1"}},
          "192.0.2.1"),
      "http 192.0.2.1");
}

// HT-02
TEST(ClientOrigin, RightMostUntrustedHopCounts) {
  EXPECT_EQ(origin({{"X-Forwarded-For", "192.0.2.7"}}), "http 192.0.2.7");
  EXPECT_EQ(origin({{"X-Forwarded-For", "127.0.0.1, 198.51.100.1 ,192.0.2.7, 10.9.9.9"}}), "http 192.0.2.7");
  EXPECT_EQ(origin({{"X-Forwarded-For", "127.0.0.1"}, {"x-forwarded-for", "192.0.2.7"}}), "http 192.0.2.7")
      << "fields are one list";
  EXPECT_EQ(origin({{"X-Forwarded-For", "10.0.0.9, 10.0.0.8"}}), "http 10.0.0.9")
      << "all are proxies: the farthest";
  EXPECT_EQ(origin({}), "http 10.0.0.1");
}

TEST(ClientOrigin, AddressesMayCarryPorts) {
  EXPECT_EQ(origin({{"X-Forwarded-For", "192.0.2.7:4711"}}), "http 192.0.2.7");
  EXPECT_EQ(origin({{"X-Forwarded-For", "[2001:db8::7]:4711"}}), "http 2001:db8::7");
  EXPECT_EQ(origin({{"X-Forwarded-For", "2001:db8::7"}}), "http 2001:db8::7");
  EXPECT_EQ(origin({{"X-Forwarded-For", "::ffff:192.0.2.7"}}), "http 192.0.2.7");
}

// HT-01
TEST(ClientOrigin, UnreadableHopMeansThePeer) {
  for (const auto* value :
       {"unknown", "", ",", "192.0.2.7,", "192.0.2.7, ", "192.0.2.7 203.0.113.5", "192.0.2.7:x", "[192.0.2.7",
        "_hidden", "1.2.3", "0x7f000001", "192.0.2.7, 10.0.0.8, nonsense", "192.0.2.7:123456"}) {
    EXPECT_EQ(origin({{"X-Forwarded-For", value}, {"X-Forwarded-Proto", "https"}}), "http 10.0.0.1") << value;
  }
  EXPECT_EQ(origin({{"X-Forwarded-For", "nonsense, 192.0.2.7"}}), "http 192.0.2.7")
      << "what the client prepends is not read";
}

TEST(ClientOrigin, ProxySaysTheScheme) {
  EXPECT_EQ(origin({{"X-Forwarded-Proto", "https"}}), "https 10.0.0.1");
  EXPECT_EQ(origin({{"X-Forwarded-For", "192.0.2.7"}, {"X-Forwarded-Proto", "HTTPS"}}), "https 192.0.2.7");
  EXPECT_EQ(origin({{"X-Forwarded-Proto", "https, http"}}), "http 10.0.0.1") << "the nearest proxy's word";
  EXPECT_EQ(origin({{"X-Forwarded-Proto", "ftp"}}), "http 10.0.0.1");
}

TEST(ClientOrigin, ReadsForwarded) {
  EXPECT_EQ(origin({{"Forwarded", "for=192.0.2.7;proto=https;by=10.0.0.1"}}), "https 192.0.2.7");
  EXPECT_EQ(origin({{"Forwarded", "for=127.0.0.1, For=\"[2001:db8::7]:80\"; Proto=https"}}),
            "https 2001:db8::7");
  EXPECT_EQ(origin({{"Forwarded", "for=_secret"}}), "http 10.0.0.1");
  EXPECT_EQ(origin({{"Forwarded", "proto=https"}}), "http 10.0.0.1");
  EXPECT_EQ(origin({{"Forwarded", "for=127.0.0.1"}, {"X-Forwarded-For", "192.0.2.7"}}), "http 192.0.2.7")
      << "one of the two only";
}

TEST(ClientOrigin, AddressThatAnUntrustedPeerClaimsIsTakenOut) {
  const std::vector<IpRange> proxies{*IpRange::parse("10.0.0.0/8")};
  http::Headers headers;
  headers.add("X-Forwarded-Host", "wiki.example.com");
  headers.add("X-Original-URL", "https://wiki.example.com/");
  remove_claimed_address(*IpAddress::parse("10.0.0.7"), headers, proxies);
  EXPECT_EQ(headers.count("X-Forwarded-Host"), 1U);
  remove_claimed_address(*IpAddress::parse("192.0.2.1"), headers, proxies);
  EXPECT_EQ(headers.count("X-Forwarded-Host"), 0U);
  EXPECT_EQ(headers.count("X-Original-URL"), 0U);
}

}  // namespace
}  // namespace gatehouse::net
