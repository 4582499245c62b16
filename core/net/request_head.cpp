// SPDX-License-Identifier: Apache-2.0
#include "core/net/request_head.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "core/http/path.h"
#include "core/http/syntax.h"

namespace gatehouse::net {
namespace {

namespace beast = boost::beast::http;

Refusal bad_request(std::string_view detail) {
  return {400, "bad_request", detail};
}

std::optional<Refusal> parse_method(std::string_view text, http::Method& method) {
  if (!http::is_token(text)) return bad_request("The method is malformed.");
  if (text == "TRACE" || text == "CONNECT")
    return Refusal{405, "method_not_allowed", "This method is not allowed."};
  const auto known = http::parse_method(text);
  if (!known) return Refusal{501, "not_implemented", "This method is not known here."};
  method = *known;
  return std::nullopt;
}

std::optional<Refusal> parse_target(std::string_view target, http::Request& request) {
  const auto path = target.substr(0, target.find('?'));
  const auto query = path.size() == target.size() ? std::string_view() : target.substr(path.size() + 1);
  // Origin form only: an absolute form would bring a second host into the request.
  if (!http::is_unambiguous_path(path))
    return bad_request("The path is malformed or has more than one reading.");
  if (!http::is_query(query)) return bad_request("The query holds characters that must be percent-encoded.");
  request.path = path;
  request.query = query;
  return std::nullopt;
}

enum class Version { http_1_0, http_1_1 };

using Parser = beast::request_parser<beast::empty_body>;

Refusal to_refusal(const boost::system::error_code& error, std::string_view head) {
  if (error != beast::error::bad_version) return bad_request("The header is malformed.");
  const auto line = head.substr(0, head.find('\r'));
  const auto version = line.substr(line.rfind(' ') + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool is_version = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                          version[6] == '.' && is_digit(version[7]);
  const bool is_ours = version == "HTTP/1.1" || version == "HTTP/1.0";
  if (!is_version || is_ours) return bad_request("The request line is malformed.");
  return {505, "http_version_not_supported", "Only HTTP/1.1 and HTTP/1.0 are spoken here."};
}

std::optional<Refusal> copy_fields(const Parser& parser, http::Headers& headers) {
  for (const auto& field : parser.get()) {
    const auto name = field.name_string();
    const auto value = field.value();
    const std::string_view text(value.data(), value.size());
    if (!http::is_field_value(text)) {
      return bad_request("A header field's value holds a control character.");
    }
    headers.add({name.data(), name.size()}, text);
  }
  return std::nullopt;
}

bool has_list_member(const http::Headers& headers, std::string_view name, std::string_view member) {
  for (const auto& field : headers) {
    if (!http::equal_ignoring_case(field.name, name)) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(','), rest.size());
      if (http::equal_ignoring_case(http::trim_whitespace(rest.substr(0, end)), member)) return true;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return false;
}

// host [":" port] of RFC 3986, section 3.2.2, without user information
bool is_host(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           (c != '\0' && std::string_view("-._~!$&'()*+;=:[]%").find(c) != std::string_view::npos);
  });
}

// RFC 9112, section 3.2
std::optional<Refusal> check_host(const http::Headers& headers, Version version) {
  const auto count = headers.count("Host");
  if (count > 1 || (count == 0 && version == Version::http_1_1))
    return bad_request("There must be one Host field.");
  if (count == 1 && !is_host(*headers.find("Host"))) return bad_request("The Host field is malformed.");
  return std::nullopt;
}

std::optional<Refusal> parse_length(std::string_view text, std::uint64_t& length) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
    return bad_request("Content-Length is malformed.");
  if (text.size() > 18) return Refusal{413, "content_too_large", "The content is too large."};
  length = 0;
  for (const char c : text) length = length * 10 + static_cast<std::uint64_t>(c - '0');
  return std::nullopt;
}

// RFC 9112, section 6.3. Both fields together, or one of them twice, is how requests are smuggled.
std::optional<Refusal> parse_framing(const http::Headers& headers, Version version, Framing& framing) {
  const auto lengths = headers.count("Content-Length");
  const auto codings = headers.count("Transfer-Encoding");
  if (lengths + codings > 1) return bad_request("The content's length is stated more than once.");
  if (codings == 1) {
    if (version == Version::http_1_0) return bad_request("HTTP/1.0 has no Transfer-Encoding.");
    if (!http::equal_ignoring_case(*headers.find("Transfer-Encoding"), "chunked")) {
      return bad_request("The only Transfer-Encoding taken here is chunked.");
    }
    framing.kind = Framing::Kind::chunked;
    return std::nullopt;
  }
  if (lengths == 0) return std::nullopt;
  framing.kind = Framing::Kind::length;
  return parse_length(*headers.find("Content-Length"), framing.length);
}

// RFC 9110, section 10.1.1
std::optional<Refusal> parse_expectation(const http::Headers& headers, Version version,
                                         bool& expects_continue) {
  const auto expectation = headers.find("Expect");
  if (!expectation || version == Version::http_1_0) return std::nullopt;
  if (headers.count("Expect") > 1 || !http::equal_ignoring_case(*expectation, "100-continue")) {
    return Refusal{417, "expectation_failed", "The only expectation met here is 100-continue."};
  }
  expects_continue = true;
  return std::nullopt;
}

}  // namespace

std::optional<Refusal> HeadScanner::check_limits(std::size_t bytes) const {
  if (lines_ == 0) {
    if (bytes > limits_.request_line) return Refusal{414, "uri_too_long", "The request line is too long."};
    return std::nullopt;
  }
  if (bytes - fields_start_ > limits_.header_bytes || lines_ - 1 > limits_.header_count) {
    return Refusal{431, "header_fields_too_large", "The header fields are too large or too many."};
  }
  return std::nullopt;
}

std::variant<HeadScanner::Incomplete, HeadScanner::Complete, Refusal> HeadScanner::scan(
    std::string_view buffer) {
  // A first byte that starts no method: TLS or another protocol; there is no line's end to wait for.
  if (!buffer.empty() && !http::is_token(buffer.substr(0, 1))) return bad_request("This is not HTTP.");
  while (true) {
    const auto newline = buffer.find('\n', seen_);
    if (newline == buffer.npos) {
      seen_ = buffer.size();
      if (const auto refusal = check_limits(buffer.size())) return *refusal;
      return Incomplete{};
    }
    seen_ = newline + 1;
    if (newline == line_start_ || buffer[newline - 1] != '\r')
      return bad_request("A line ends without CR LF.");
    if (const auto refusal = check_limits(newline - 1)) return *refusal;
    const bool empty = newline - line_start_ == 1;
    if (empty && lines_ > 0) return Complete{newline + 1};
    if (empty) return bad_request("The request line is missing.");
    // Beast would unfold it; a proxy may not (RFC 9112, section 5.2).
    const bool folded = buffer[line_start_] == ' ' || buffer[line_start_] == '\t';
    if (folded) return bad_request("A header field is folded over lines.");
    if (lines_++ == 0) fields_start_ = newline + 1;
    line_start_ = newline + 1;
  }
}

std::variant<RequestHead, Refusal> parse_head(std::string_view head) {
  Parser parser;
  parser.header_limit(std::numeric_limits<std::uint32_t>::max());  // ours is stricter and says which it was
  parser.body_limit(boost::none);
  boost::system::error_code error;
  const auto used = parser.put(boost::asio::buffer(head.data(), head.size()), error);
  if (error) return to_refusal(error, head);
  if (!parser.is_header_done() || used != head.size()) {
    return bad_request("The header does not end where it should.");
  }
  RequestHead parsed;
  auto& [request, framing, keep_alive, expects_continue] = parsed;
  const auto& message = parser.get();
  const auto version = message.version() == 11 ? Version::http_1_1 : Version::http_1_0;
  const auto method = message.method_string();
  const auto target = message.target();
  if (const auto refusal = parse_method({method.data(), method.size()}, request.method)) return *refusal;
  if (const auto refusal = parse_target({target.data(), target.size()}, request)) return *refusal;
  if (const auto refusal = copy_fields(parser, request.headers)) return *refusal;
  if (const auto refusal = check_host(request.headers, version)) return *refusal;
  if (const auto refusal = parse_framing(request.headers, version, framing)) return *refusal;
  if (const auto refusal = parse_expectation(request.headers, version, expects_continue)) return *refusal;
  keep_alive = version == Version::http_1_1 && !has_list_member(request.headers, "Connection", "close");
  return parsed;
}

}  // namespace gatehouse::net
