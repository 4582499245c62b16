// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/oauth_error.h"

#include "core/http/security_headers.h"
#include "core/token/json_writer.h"

namespace gatehouse::server {

OAuthError invalid_request(std::string description) {
  return {400, "invalid_request", std::move(description)};
}

OAuthError invalid_client() {
  return {401, "invalid_client", "client authentication failed"};
}

OAuthError invalid_grant(std::string description) {
  return {400, "invalid_grant", std::move(description)};
}

OAuthError temporarily_unavailable() {
  return {503, "temporarily_unavailable", "the server is busy, try again"};
}

http::Response to_response(const OAuthError& error) {
  token::JsonWriter body;
  body.add("error", error.error).add("error_description", error.description);
  auto response = http::json_response(error.status, body.text());
  http::add_api_security_headers(response);
  if (error.status == 401) response.headers.set("WWW-Authenticate", "Basic realm=\"gatehouse\"");
  if (error.status == 503) response.headers.set("Retry-After", "1");
  return response;
}

}  // namespace gatehouse::server
