// SPDX-License-Identifier: Apache-2.0
#include "server/features/userinfo/userinfo.h"

#include <algorithm>

#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/cross_origin.h"
#include "server/features/userinfo/bearer_token.h"
#include "server/issuance/scope.h"
#include "server/issuance/user_claims.h"

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

/// The app holds the key that signs its tokens and could write any scope into one.
bool was_granted(const TokenStanding& standing, std::string_view scope) {
  return std::any_of(standing.grants.begin(), standing.grants.end(),
                     [&](const Grant& grant) { return is_within(scope, grant.scope); });
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
  const auto standing = read ? find_standing(*read) : std::nullopt;
  if (!standing) return challenge(401, "invalid_token");
  const auto scope = read->token.scope();
  if (!has_scope(scope, scope::kOpenId) || !was_granted(*standing, scope)) {
    return challenge(403, "insufficient_scope");
  }
  auto response = answer(read->app, *standing, scope);
  http::add_api_security_headers(response);
  allow_origin_of(response, call.request, read->app);
  return response;
}

http::Response UserInfo::answer(const App& app, const TokenStanding& standing, std::string_view scope) const {
  const bool is_signed = !app.userinfo_algorithm.empty();
  token::JsonWriter claims;
  if (is_signed) claims.add("iss", issuer).add("aud", app.id.value());
  claims.add("sub", standing.user.id.value());
  add_user_claims(claims, issuer, standing.user, standing.authority, scope);
  if (!is_signed) return http::json_response(200, claims.text());
  http::Response response;
  response.headers.set("Content-Type", "application/jwt");
  response.body = keys.signing_key(PlatformKeys::Purpose::identity, crypto::KeyKind::rsa)
                      ->sign(token::token_type::kIdToken, claims.text());
  return response;
}

std::optional<TokenStanding> UserInfo::find_standing(const ReadAppToken& read) const {
  return database.read([&](sql::Connection& connection) {
    return find_token_standing(connection, bounds, clock.now(), read.app.id, read.token);
  });
}

}  // namespace gatehouse::server
