// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/token_endpoint.h"

#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/cross_origin.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/issuance/scope.h"

namespace gatehouse::server {

http::Response TokenEndpoint::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  try {
    const auto client = authenticate(call, *parameters);
    if (!client) return to_response(client.error());
    const auto granted = grant(call, *client, *parameters);
    auto response = granted ? answer(*granted) : to_response(granted.error());
    allow_origin_of(response, call.request, *client);
    return response;
  } catch (const sql::Error& error) {
    if (error.kind() != sql::ErrorKind::busy) throw;
    return to_response(temporarily_unavailable());
  }
}

Result<Granted, OAuthError> TokenEndpoint::grant(const Call& call, const App& client,
                                                 const http::FormParameters& parameters) const {
  const auto type = parameters.find("grant_type").value_or("");
  if (type == "authorization_code") return ExchangeCode{context}(call, client, parameters);
  if (type == "refresh_token") return Refresh{context}(call, client, parameters);
  if (type.empty()) return fail(invalid_request("grant_type is missing"));
  return fail(
      OAuthError{400, "unsupported_grant_type", "grant_type must be authorization_code or refresh_token"});
}

http::Response TokenEndpoint::answer(const Granted& granted) const {
  const auto& app = granted.admission.app;
  const auto access_token = app_tokens.issue(granted.admission, granted.scope, app.token_lifetime);
  token::JsonWriter body;
  body.add("access_token", access_token.text).add("token_type", "Bearer");
  body.add("expires_in", to_unix_seconds(access_token.expires_at) - to_unix_seconds(context.clock.now()));
  if (!granted.scope.empty()) body.add("scope", granted.scope);
  if (granted.refresh_token) body.add("refresh_token", granted.refresh_token->reveal());
  if (has_scope(granted.scope, scope::kOpenId)) {
    body.add("id_token", id_tokens.issue(granted.admission, granted.scope, granted.nonce, access_token.text));
  }
  auto response = http::json_response(200, body.text());
  http::add_api_security_headers(response);
  response.headers.set("Pragma", "no-cache");
  return response;
}

}  // namespace gatehouse::server
