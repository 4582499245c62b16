// SPDX-License-Identifier: Apache-2.0
// Requests that two readers could take in two ways, or that no client should send: each is answered with a
// problem and the connection closed, and nothing of it reaches a handler.
#include <atomic>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "core/net/testing/running_server.h"

namespace gatehouse::net {
namespace {

using namespace std::string_literals;
using testing::content_of;
using testing::field_of;
using testing::RunningServer;
using testing::status_of;

struct Hostile {
  std::string name;
  std::string bytes;
  int status = 400;
};

// A second request that must never be answered, appended where a form tries to smuggle one.
const std::string kSmuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

std::string get(const std::string& fields) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}
std::string post(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
std::string chunked(const std::string& body) {
  return post("Transfer-Encoding: chunked\r\n", body);
}
std::string with_target(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

const std::vector<Hostile>& framing_forms() {
  static const std::vector<Hostile> forms{
      {"ClThenTe", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + kSmuggled)},
      {"TeThenCl", post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n" + kSmuggled)},
      {"ClZeroWithTe", post("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + kSmuggled)},
      {"TwoClDiffer", post("Content-Length: 0\r\nContent-Length: 5\r\n", "GET /" + kSmuggled)},
      {"TwoClEqual", post("Content-Length: 1\r\nContent-Length: 1\r\n", "x" + kSmuggled)},
      {"ClList", post("Content-Length: 1, 1\r\n", "x")},
      {"ClPlus", post("Content-Length: +1\r\n", "x")},
      {"ClMinus", post("Content-Length: -1\r\n", "x")},
      {"ClHex", post("Content-Length: 0x1\r\n", "x")},
      {"ClSpaceInside", post("Content-Length: 1 0\r\n", "xxxxxxxxxx")},
      {"ClEmpty", post("Content-Length:\r\n", "x")},
      {"ClFraction", post("Content-Length: 1.0\r\n", "x")},
      {"ClOverflows", post("Content-Length: 18446744073709551617\r\n", "x")},
      {"ClTooLarge", post("Content-Length: 1048577\r\n", "x"), 413},
      {"ClOtherDigits", post("Content-Length: \xd9\xa1\r\n", "x")},
      {"TeXchunked", post("Transfer-Encoding: xchunked\r\n", kSmuggled)},
      {"TeIdentity", post("Transfer-Encoding: identity\r\n", kSmuggled)},
      {"TeGzip", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
      {"TeChunkedTwice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")},
      {"TeTwoFields", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n")},
      {"TeQuoted", post("Transfer-Encoding: \"chunked\"\r\n", "0\r\n\r\n")},
      {"TeVerticalTab", post("Transfer-Encoding: \x0b"
                             "chunked\r\n",
                             "0\r\n\r\n")},
      {"TeSpaceBeforeColon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n")},
      {"TeTabBeforeColon", post("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n")},
      {"TeFolded", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
      {"TeEmpty", post("Transfer-Encoding:\r\n", "0\r\n\r\n")},
      {"TeOnHttp10", "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
      {"ChunkSizeOverflows", chunked("10000000000000001\r\nx\r\n0\r\n\r\n")},
      {"ChunkSizeTooLarge", chunked("100001\r\nx\r\n0\r\n\r\n"), 413},
      {"ChunkSizeHexPrefix", chunked("0x1\r\nx\r\n0\r\n\r\n")},
      {"ChunkSizePlus", chunked("+1\r\nx\r\n0\r\n\r\n")},
      {"ChunkSizeMinus", chunked("-1\r\nx\r\n0\r\n\r\n")},
      {"ChunkSizeEmpty", chunked("\r\nx\r\n0\r\n\r\n")},
      {"ChunkSizeSpace", chunked("1 \r\nx\r\n0\r\n\r\n")},
      {"ChunkSizeLeadingSpace", chunked(" 1\r\nx\r\n0\r\n\r\n")},
      {"ChunkExtension", chunked("1;a=b\r\nx\r\n0\r\n\r\n")},
      {"ChunkExtensionWithLf", chunked("1;\nxx\r\n0\r\n\r\n")},
      {"ChunkBareLf", chunked("1\nx\r\n0\r\n\r\n")},
      {"ChunkBareCr", chunked("1\rx\r\n0\r\n\r\n")},
      {"ChunkDataTooLong", chunked("1\r\nxy\r\n0\r\n\r\n")},
      {"ChunkDataWithoutCr", chunked("1\r\nx\n0\r\n\r\n")},
      {"Trailer", chunked("0\r\nX: y\r\n\r\n")},
      {"TrailerOverridesLength", chunked("0\r\nContent-Length: 50\r\n\r\n" + kSmuggled)},
      {"LastChunkBareLf", chunked("0\n\n")},
  };
  return forms;
}

const std::vector<Hostile>& header_forms() {
  static const std::vector<Hostile> forms{
      {"BareLfEverywhere", "GET / HTTP/1.1\nHost: a\n\n"},
      {"BareLfAfterRequestLine", "GET / HTTP/1.1\nHost: a\r\n\r\n"},
      {"BareLfAfterField", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"},
      {"BareLfAtTheEnd", "GET / HTTP/1.1\r\nHost: a\r\n\n"},
      {"BareCrInField", get("X: a\rb\r\n")},
      {"BareCrHidesField", get("X: a\rContent-Length: 5\r\n")},
      {"CrCrLf", "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n"},
      {"NulInValue", get("X: a\0b\r\n"s)},
      {"NulInName", get("X\0: a\r\n"s)},
      {"FoldedField", get("X: a\r\n b\r\n")},
      {"FoldedFirstField", "GET / HTTP/1.1\r\n Host: a\r\n\r\n"},
      {"SpaceBeforeColon", get("X : a\r\n")},
      {"EmptyName", get(": a\r\n")},
      {"NoColon", get("Xa\r\n")},
      {"NameWithSlash", get("X/Y: a\r\n")},
      {"NameNotAscii", get("X\xc3\xa4: a\r\n")},
      {"NoHost", "GET / HTTP/1.1\r\n\r\n"},
      {"TwoHosts", get("Host: b\r\n")},
      {"TwoEqualHosts", get("host: a\r\n")},
      {"HostList", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"},
      {"HostWithPath", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"},
      {"HostWithUser", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n"},
      {"HostWithSpace", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"},
      {"UnknownExpectation", get("Expect: tea\r\n"), 417},
      {"ControlInValue", get("X: a\x01\r\n")},
      {"DeleteInValue", get("X: a\x7f\r\n")},
  };
  return forms;
}

const std::vector<Hostile>& request_line_forms() {
  static const std::vector<Hostile> forms{
      {"Http09", "GET /\r\n\r\n"},
      {"Http09WithHost", "GET /\r\nHost: a\r\n\r\n"},
      {"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"Http2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"Http12", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
      {"VersionLowerCase", "GET / http/1.1\r\nHost: a\r\n\r\n"},
      {"VersionLong", "GET / HTTP/1.10\r\nHost: a\r\n\r\n"},
      {"VersionShort", "GET / HTTP/1\r\nHost: a\r\n\r\n"},
      {"Trace", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"Connect", "CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"ConnectAuthority", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
      {"UnknownMethod", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"LowerCaseMethod", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"MethodNotAToken", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"TwoSpaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"TabInstead", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"TrailingSpace", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n"},
      {"LeadingSpace", " GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"LeadingEmptyLine", "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"SpaceInTarget", with_target("/a b")},
      {"TlsHello", "\x16\x03\x01\x02"s + "\0\x01"s},
      {"AbsoluteForm", with_target("http://b/")},
      {"Asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n"},
      {"NoSlash", with_target("a")},
      {"DotSegment", with_target("/a/../b")},
      {"SingleDot", with_target("/./b")},
      {"EncodedDotSegment", with_target("/a/%2e%2E/b")},
      {"TwoSlashes", with_target("//a")},
      {"EncodedSlash", with_target("/a%2Fb")},
      {"EncodedBackslash", with_target("/a%5cb")},
      {"EncodedNul", with_target("/a%00b")},
      {"EncodedLineEnd", with_target("/a%0d%0aX:%20y")},
      {"BrokenEncoding", with_target("/a%zz")},
      {"EncodedBadUtf8", with_target("/a%ff")},
      {"RawNul", with_target("/a\0b"s)},
      {"RawNotAscii", with_target("/\xc3\xa4")},
      {"Fragment", with_target("/a#b")},
      {"FragmentInQuery", with_target("/a?b#c")},
  };
  return forms;
}

class HostileRequest : public ::testing::TestWithParam<Hostile> {};

TEST_P(HostileRequest, IsRefusedAndTheConnectionClosed) {
  std::atomic<int> handled = 0;
  RunningServer server([&](const http::Request&) {
    ++handled;
    return http::no_content();
  });
  auto client = server.connect();
  client.send(GetParam().bytes);
  const auto all = client.read_all();
  EXPECT_EQ(status_of(all), GetParam().status) << all;
  EXPECT_EQ(field_of(all, "Content-Type"), "application/problem+json");
  EXPECT_EQ(field_of(all, "Connection"), "close");
  EXPECT_EQ(field_of(all, "X-Request-Id").size(), 20u);
  EXPECT_EQ(std::to_string(content_of(all).size()), field_of(all, "Content-Length"))
      << "one answer and nothing more";
  EXPECT_EQ(handled, 0);
  EXPECT_EQ(server->counters().bad_requests, 1u);
}

std::string name_of(const ::testing::TestParamInfo<Hostile>& info) {
  return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(Framing, HostileRequest, ::testing::ValuesIn(framing_forms()), name_of);
INSTANTIATE_TEST_SUITE_P(Header, HostileRequest, ::testing::ValuesIn(header_forms()), name_of);
INSTANTIATE_TEST_SUITE_P(RequestLine, HostileRequest, ::testing::ValuesIn(request_line_forms()), name_of);

// The strictness must not cost lawful requests.
TEST(LawfulRequest, UnusualFormsAreAnswered) {
  RunningServer server([](const http::Request& request) { return http::text_response(200, request.body); });
  for (const std::string& bytes :
       {get("X:a\r\n"), get("X:  a \t \r\n"), get("X:\r\n"), get("X: \xc3\xa4\r\n"),
        get("content-length: 0\r\n"), get("Content-Length: 00000000000000001\r\n") + "x",
        get("Transfer-Encoding: CHUNKED\r\n") + "0000000000000001\r\nx\r\n0\r\n\r\n",
        get("Transfer-Encoding:chunked\r\n") + "a\r\n0123456789\r\n0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n"s, "GET / HTTP/1.1\r\nHost:\r\n\r\n"s,
        "GET / HTTP/1.0\r\n\r\n"s, with_target("/a?b=%zz&c=//../|"), with_target("/?"),
        with_target("/%E2%82%AC"), with_target("/.well-known/x")}) {
    EXPECT_EQ(status_of(server.exchange(bytes)), 200) << bytes;
  }
}

}  // namespace
}  // namespace gatehouse::net
