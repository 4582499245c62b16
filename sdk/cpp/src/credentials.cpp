// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/credentials.h"

#include <algorithm>

#include "core/http/cookie.h"

namespace gatehouse::sdk {
namespace {

Credentials from_header(std::string_view value) {
  static constexpr std::string_view kScheme = "Bearer ";
  if (!http::equal_ignoring_case(value.substr(0, kScheme.size()), kScheme)) {
    return MalformedCredentials{"no_bearer_scheme"};
  }
  value.remove_prefix(kScheme.size());
  // Characters that no token has, such as a second space, are the verifier's to refuse.
  return TokenText{value};
}

// find_cookie does not tell a missing cookie from one that stands twice.
bool mentions_token_cookie(const http::Request& request) {
  return std::any_of(request.headers.begin(), request.headers.end(), [](const http::Headers::Field& field) {
    return http::equal_ignoring_case(field.name, "Cookie") &&
           field.value.find("jwtToken=") != std::string::npos;
  });
}

}  // namespace

Credentials find_credentials(const http::Request& request, std::string& room) {
  switch (request.headers.count("Authorization")) {
    case 0:
      break;
    case 1:
      return from_header(*request.header("Authorization"));
    default:
      return MalformedCredentials{"several_authorization_headers"};
  }
  if (auto cookie = http::find_cookie(request, kTokenCookie)) {
    room = *std::move(cookie);
    return TokenText{room};
  }
  if (mentions_token_cookie(request)) return MalformedCredentials{"ambiguous_cookie"};
  return NoCredentials{};
}

}  // namespace gatehouse::sdk
