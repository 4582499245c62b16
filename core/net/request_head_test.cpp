// SPDX-License-Identifier: Apache-2.0
#include "core/net/request_head.h"

#include <string>

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

RequestHead parsed(std::string_view text) {
  auto outcome = parse_head(text);
  if (const auto* refusal = std::get_if<Refusal>(&outcome))
    throw std::runtime_error(std::string(refusal->detail));
  return std::get<RequestHead>(std::move(outcome));
}

TEST(RequestHead, IsRead) {
  const auto head =
      parsed("POST /a/b?c=d HTTP/1.1\r\nHost: x:80\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(head.request.method, http::Method::post);
  EXPECT_EQ(head.request.path, "/a/b");
  EXPECT_EQ(head.request.query, "c=d");
  EXPECT_EQ(head.request.header("host"), "x:80");
  EXPECT_EQ(head.framing.kind, Framing::Kind::length);
  EXPECT_EQ(head.framing.length, 12u);
  EXPECT_TRUE(head.expects_continue);
  EXPECT_TRUE(head.keep_alive);
}

TEST(RequestHead, CloseIsFoundInAnyListOfConnection) {
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: Close\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: x\r\nconnection: keep-alive , close\r\n\r\n")
                   .keep_alive);
  EXPECT_TRUE(parsed("GET / HTTP/1.1\r\nHost: a\r\nConnection: closed\r\n\r\n").keep_alive);
  EXPECT_FALSE(parsed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").keep_alive);
}

TEST(HeadScanner, FindsTheEndInAnyPieces) {
  const ServerLimits limits;
  const std::string text = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
  HeadScanner scanner(limits);
  for (std::size_t size = 1; size < text.size(); ++size) {
    EXPECT_TRUE(std::holds_alternative<HeadScanner::Incomplete>(scanner.scan(text.substr(0, size))));
  }
  const auto outcome = scanner.scan(text + "body");
  ASSERT_TRUE(std::holds_alternative<HeadScanner::Complete>(outcome));
  EXPECT_EQ(std::get<HeadScanner::Complete>(outcome).size, text.size());
}

TEST(HeadScanner, RefusesAsSoonAsItCan) {
  const ServerLimits limits;
  for (const auto* text : {"\x16", " ", "\r", "GET / HTTP/1.1\n", "GET / HTTP/1.1\r\nHost: a\n"}) {
    EXPECT_TRUE(std::holds_alternative<Refusal>(HeadScanner(limits).scan(text))) << text;
  }
}

}  // namespace
}  // namespace gatehouse::net
