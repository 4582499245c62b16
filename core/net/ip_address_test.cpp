// SPDX-License-Identifier: Apache-2.0
#include "core/net/ip_address.h"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

bool in_range(const char* range, const char* address) {
  return IpRange::parse(range)->contains(*IpAddress::parse(address));
}

TEST(IpAddress, HasOneText) {
  EXPECT_EQ(IpAddress::parse("192.0.2.1")->to_text(), "192.0.2.1");
  EXPECT_EQ(IpAddress::parse("2001:DB8:0:0::1")->to_text(), "2001:db8::1");
  EXPECT_EQ(IpAddress::parse("::ffff:192.0.2.1")->to_text(), "192.0.2.1");
  EXPECT_EQ(IpAddress::parse("::ffff:c000:201"), IpAddress::parse("192.0.2.1"));
}

TEST(IpAddress, OtherTextIsRefused) {
  using namespace std::string_view_literals;
  for (const auto text : {""sv, "1"sv, "1.2.3"sv, "1.2.3.4.5"sv, "01.2.3.4"sv, "256.1.1.1"sv, "1.2.3.4:80"sv,
                          "[::1]"sv, "fe80::1%eth0"sv, " 1.2.3.4"sv, "1.2.3.4\0"sv, "localhost"sv, ":::"sv,
                          "0x7f.1.1.1"sv, "2130706433"sv}) {
    EXPECT_FALSE(IpAddress::parse(text)) << text;
  }
}

TEST(IpAddress, OnlyAddressesOfTheInternetArePublic) {
  for (const auto* text : {"8.8.8.8", "1.1.1.1", "172.32.0.1", "172.15.0.1", "100.128.0.1", "2606:4700::1111",
                           "::ffff:8.8.8.8"}) {
    EXPECT_TRUE(IpAddress::parse(text)->is_public()) << text;
  }
  for (const auto* text : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "127.0.0.1",
                           "127.255.255.254",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.168.1.1",
                           "198.18.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::127.0.0.1",
                           "::ffff:127.0.0.1",
                           "::ffff:169.254.169.254",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::",
                           "2001::1",
                           "2001:db8::1",
                           "fc00::1",
                           "fd12::1",
                           "fe80::1",
                           "fec0::1",
                           "ff02::1"}) {
    EXPECT_FALSE(IpAddress::parse(text)->is_public()) << text;
  }
}

TEST(IpAddress, SubscriberIsTheAddressOrTheNetworkOfOneCustomer) {
  EXPECT_EQ(IpAddress::parse("192.0.2.1")->subscriber().to_text(), "192.0.2.1");
  EXPECT_EQ(IpAddress::parse("2001:db8:1:2:3:4:5:6")->subscriber().to_text(), "2001:db8:1:2::");
}

TEST(IpRange, ContainsByPrefix) {
  EXPECT_TRUE(in_range("10.0.0.0/8", "10.255.0.1"));
  EXPECT_FALSE(in_range("10.0.0.0/8", "11.0.0.1"));
  EXPECT_TRUE(in_range("192.168.4.0/22", "192.168.7.255"));
  EXPECT_FALSE(in_range("192.168.4.0/22", "192.168.8.0"));
  EXPECT_TRUE(in_range("192.0.2.1", "192.0.2.1"));
  EXPECT_FALSE(in_range("192.0.2.1", "192.0.2.2"));
  EXPECT_TRUE(in_range("fd00::/8", "fdff::1"));
  EXPECT_FALSE(in_range("fd00::/8", "fe00::1"));
  EXPECT_TRUE(in_range("0.0.0.0/0", "203.0.113.1"));
  EXPECT_FALSE(in_range("0.0.0.0/0", "2001:db8::1")) << "all of IPv4 is not all";
  EXPECT_TRUE(in_range("::/0", "203.0.113.1"));
}

TEST(IpRange, OtherTextIsRefused) {
  for (const auto* text : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8x",
                           "::/129", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(IpRange::parse(text)) << text;
  }
}

}  // namespace
}  // namespace gatehouse::net
