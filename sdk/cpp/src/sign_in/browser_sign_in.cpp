// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/browser_sign_in.h"

#include "sdk/cpp/src/answers.h"

namespace gatehouse::sdk {
namespace {

http::SetCookie::Transport transport_of(const OwnOrigin& origin) {
  return origin.is_https() ? http::SetCookie::Transport::https : http::SetCookie::Transport::any;
}

http::Response method_not_allowed(std::string_view allow) {
  auto response = error_answer(405, "Method not allowed");
  response.headers.add("Allow", allow);
  return response;
}

}  // namespace

BrowserSignIn::BrowserSignIn(Parts parts)
    : sealer_(parts.secrets, parts.app_id, parts.clock, parts.random, transport_of(parts.origin)),
      cookies_(sealer_, parts.app_id, transport_of(parts.origin)),
      id_tokens_(parts.platform, parts.app_id, parts.clock),
      flow_({.platform = parts.platform,
             .sealer = sealer_,
             .cookies = cookies_,
             .origin = parts.origin,
             .verify_token = parts.verify_token,
             .id_tokens = id_tokens_,
             .events = parts.events,
             .random = parts.random,
             .app_id = parts.app_id,
             .app_name = parts.app_name}),
      sign_out_(parts.platform, cookies_, parts.origin, parts.app_id),
      back_channel_(id_tokens_, parts.state, parts.clock, parts.events),
      renewal_(parts.platform, cookies_, parts.verify_token, parts.contact, parts.clock, parts.events),
      grace_({.limit = parts.offline_grace,
              .cookies = cookies_,
              .verify_late = parts.verify_late,
              .contact = parts.contact,
              .state = parts.state,
              .clock = parts.clock}) {}

std::optional<http::Response> BrowserSignIn::answer(const http::Request& request) {
  const bool is_get = request.method == http::Method::get;
  http::Response response;
  if (request.path == "/auth/sign-in") {
    response = is_get ? flow_.begin(request) : method_not_allowed("GET");
  } else if (request.path == "/auth/callback") {
    response = is_get ? flow_.complete(request) : method_not_allowed("GET");
  } else if (request.path == "/auth/sign-out") {
    const bool is_lawful = is_get || request.method == http::Method::post;
    response = is_lawful ? sign_out_.answer(request) : method_not_allowed("GET, POST");
  } else if (request.path == "/auth/backchannel-logout") {
    const bool is_post = request.method == http::Method::post;
    response = is_post ? back_channel_.answer(request) : method_not_allowed("POST");
  } else {
    return std::nullopt;
  }
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Content-Type-Options", "nosniff");
  return response;
}

}  // namespace gatehouse::sdk
