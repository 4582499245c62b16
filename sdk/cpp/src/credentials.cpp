// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/credentials.h"

#include <algorithm>

#include "core/http/cookie.h"

namespace gatehouse::sdk {
namespace {

// The characters of a compact JWS (RFC 7515, section 7.1). Anything else is no token of ours, so that
// `Bearer a, Basic b` is malformed and not a token to verify.
bool is_token_text(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
           c == '_' || c == '.';
  });
}

Credentials from_header(std::string_view value) {
  static constexpr std::string_view kScheme = "Bearer ";
  if (!http::equal_ignoring_case(value.substr(0, kScheme.size()), kScheme)) {
    return MalformedCredentials{"no_bearer_scheme"};
  }
  value.remove_prefix(kScheme.size());
  if (!is_token_text(value)) return MalformedCredentials{"malformed_authorization"};
  return TokenText{std::string(value), TokenText::Source::header};
}

// find_cookie does not tell a missing cookie from one that stands twice.
bool mentions_token_cookie(const http::Request& request) {
  return std::any_of(request.headers.begin(), request.headers.end(), [](const http::Headers::Field& field) {
    return http::equal_ignoring_case(field.name, "Cookie") &&
           field.value.find("jwtToken=") != std::string::npos;
  });
}

}  // namespace

Credentials find_credentials(const http::Request& request) {
  switch (request.headers.count("Authorization")) {
    case 0:
      break;
    case 1:
      return from_header(*request.header("Authorization"));
    default:
      return MalformedCredentials{"several_authorization_headers"};
  }
  if (auto cookie = http::find_cookie(request, kTokenCookie)) {
    if (!is_token_text(*cookie)) return MalformedCredentials{"malformed_cookie"};
    return TokenText{*std::move(cookie), TokenText::Source::cookie};
  }
  if (mentions_token_cookie(request)) return MalformedCredentials{"ambiguous_cookie"};
  return NoCredentials{};
}

}  // namespace gatehouse::sdk
