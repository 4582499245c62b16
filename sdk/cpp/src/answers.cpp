// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/answers.h"

#include "gatehouse/json.h"

namespace gatehouse::sdk {

http::Response error_answer(int status, std::string_view text) {
  return http::json_response(status, Json{{"error", text}}.to_text());
}

http::Response unauthorized(Challenge challenge) {
  // RFC 6750, section 3: without credentials the challenge carries no error code.
  const bool missing = challenge == Challenge::no_token;
  auto response = error_answer(401, missing ? "Authentication required" : "Invalid or expired token");
  response.headers.add("WWW-Authenticate", missing ? "Bearer" : "Bearer error=\"invalid_token\"");
  return response;
}

http::Response internal_error() {
  return error_answer(500, "Internal server error");
}

http::Response too_stale() {
  auto response = error_answer(503, "The sign-in service can't be reached; please try again soon");
  response.headers.add("Retry-After", "5");
  return response;
}

}  // namespace gatehouse::sdk
