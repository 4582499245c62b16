// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/token_endpoint.h"

#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/cross_origin.h"
#include "server/features/token_endpoint/client_credentials.h"
#include "server/features/token_endpoint/exchange_device_code.h"
#include "server/features/token_endpoint/exchange_token.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/issuance/scope.h"

namespace gatehouse::server {
namespace {

/// RFC 6749, section 5.1
token::JsonWriter begin_body(const IssuedToken& token, Time now) {
  token::JsonWriter body;
  body.add("access_token", token.text).add("token_type", "Bearer");
  body.add("expires_in", to_unix_seconds(token.expires_at) - to_unix_seconds(now));
  return body;
}

http::Response finish(const token::JsonWriter& body) {
  auto response = http::json_response(200, body.text());
  http::add_api_security_headers(response);
  response.headers.set("Pragma", "no-cache");
  return response;
}

}  // namespace

http::Response TokenEndpoint::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  try {
    const auto client = authenticate(call, *parameters);
    if (!client) return to_response(client.error());
    auto given = give(call, *client, *parameters);
    auto response = given ? std::move(*given) : to_response(given.error());
    allow_origin_of(response, call.request, *client);
    return response;
  } catch (const sql::Error& error) {
    if (error.kind() != sql::ErrorKind::busy) throw;
    return to_response(temporarily_unavailable());
  }
}

Result<http::Response, OAuthError> TokenEndpoint::give(const Call& call, const App& client,
                                                       const http::FormParameters& parameters) const {
  if (parameters.find("grant_type") == "client_credentials") {
    const auto token = ClientCredentials{context, app_tokens}(call, client, parameters);
    if (!token) return fail(token.error());
    return finish(begin_body(*token, context.clock.now()));
  }
  const auto granted = grant(call, client, parameters);
  if (!granted) return fail(granted.error());
  return answer(*granted);
}

Result<Granted, OAuthError> TokenEndpoint::grant(const Call& call, const App& client,
                                                 const http::FormParameters& parameters) const {
  const auto type = parameters.find("grant_type").value_or("");
  if (type == "authorization_code") return ExchangeCode{context}(call, client, parameters);
  if (type == "refresh_token") return Refresh{context}(call, client, parameters);
  if (type == ExchangeDeviceCode::kGrantType) return ExchangeDeviceCode{context}(call, client, parameters);
  if (type == ExchangeToken::kGrantType) {
    return ExchangeToken{context, app_token_reader}(call, client, parameters);
  }
  if (type.empty()) return fail(invalid_request("grant_type is missing"));
  return fail(OAuthError{400, "unsupported_grant_type", "grant_type is none that this server knows"});
}

http::Response TokenEndpoint::answer(const Granted& granted) const {
  const auto& app = granted.admission.app;
  const auto access_token =
      app_tokens.issue(granted.admission, granted.scope, app.token_lifetime, granted.actor);
  auto body = begin_body(access_token, context.clock.now());
  if (!granted.scope.empty()) body.add("scope", granted.scope);
  if (granted.refresh_token) body.add("refresh_token", granted.refresh_token->reveal());
  if (!granted.actor.empty()) {
    // RFC 8693, section 2.2.1. An ID token is for the app that the user signed in to, and for no other.
    body.add("issued_token_type", ExchangeToken::kAccessTokenType);
  } else if (has_scope(granted.scope, scope::kOpenId)) {
    body.add("id_token", id_tokens.issue(granted.admission, granted.scope, granted.nonce, access_token.text));
  }
  return finish(body);
}

}  // namespace gatehouse::server
