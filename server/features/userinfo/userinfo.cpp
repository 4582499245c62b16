// SPDX-License-Identifier: Apache-2.0
#include "server/features/userinfo/userinfo.h"

#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/cross_origin.h"
#include "server/features/userinfo/bearer_token.h"
#include "server/issuance/scope.h"
#include "server/issuance/user_claims.h"
#include "server/storage/members.h"
#include "server/storage/sessions.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

/// RFC 6750, section 3; `error` is empty when no token was sent.
http::Response challenge(int status, std::string_view error) {
  auto response = http::Response{.status = status, .headers = {}, .body = {}};
  if (!error.empty()) {
    response = http::json_response(status, token::JsonWriter().add("error", error).text());
  }
  http::add_api_security_headers(response);
  response.headers.set("WWW-Authenticate",
                       error.empty() ? "Bearer" : "Bearer error=\"" + std::string(error) + '"');
  return response;
}

}  // namespace

http::Response UserInfo::operator()(const Call& call) const {
  const auto text = find_bearer_token(call.request);
  if (!text) {
    switch (text.error()) {
      case BearerFault::missing:
        return challenge(401, "");
      case BearerFault::malformed:
        return challenge(401, "invalid_token");
      case BearerFault::sent_twice:
        return challenge(400, "invalid_request");
    }
  }
  const auto read = app_tokens.verify(*text);
  const auto user = read ? find_live_user(*read) : std::nullopt;
  if (!user) return challenge(401, "invalid_token");
  if (!has_scope(read->token.scope(), scope::kOpenId)) return challenge(403, "insufficient_scope");
  token::JsonWriter claims;
  claims.add("sub", user->id.value());
  add_user_claims(claims, *user, read->token.scope());
  auto response = http::json_response(200, claims.text());
  http::add_api_security_headers(response);
  allow_origin_of(response, call.request, read->app);
  return response;
}

std::optional<User> UserInfo::find_live_user(const ReadAppToken& read) const {
  const UserId user_id(std::string(read.token.user_id()));
  const SessionId session_id(std::string(read.token.session_id()));
  return database.read([&](sql::Connection& connection) -> std::optional<User> {
    // Tokens without a session are the operator's.
    if (!session_id.empty()) {
      const auto session = sessions::find(connection, session_id);
      if (!session || session->user_id != user_id || !bounds.hold(*session, clock.now())) return std::nullopt;
    }
    if (!members::find(connection, read.app.id, user_id)) return std::nullopt;
    auto user = users::find(connection, user_id);
    if (!user || user->is_disabled()) return std::nullopt;
    return user;
  });
}

}  // namespace gatehouse::server
