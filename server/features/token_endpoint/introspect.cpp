// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/introspect.h"

#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/session/token_standing.h"
#include "server/storage/grants.h"
#include "server/storage/refresh_tokens.h"

namespace gatehouse::server {
namespace {

std::string inactive() {
  return token::JsonWriter().add("active", false).text();
}

/// The token's own claims with `active` before them; it was signed by us or by the app that asks.
std::string active(const token::VerifiedToken& token) {
  return R"({"active":true,"token_type":"Bearer",)" + std::string(token.json().substr(1));
}

std::string active(const Grant& grant, const refresh_tokens::RefreshToken& token) {
  return token::JsonWriter()
      .add("active", true)
      .add("token_type", "refresh_token")
      .add("client_id", grant.app_id.value())
      .add("sub", grant.user_id.value())
      .add("sid", grant.session_id.value())
      .add("scope", grant.scope)
      .add("iat", to_unix_seconds(token.created_at))
      .add("exp", to_unix_seconds(token.expires_at))
      .text();
}

}  // namespace

http::Response Introspect::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  const auto client = authenticate.authenticate_confidential(call, *parameters);
  if (!client) return to_response(client.error());
  const auto token = parameters->find("token").value_or("");
  if (token.empty()) return to_response(invalid_request("token is missing"));
  auto response = http::json_response(200, describe(*client, std::string(token)));
  http::add_api_security_headers(response);
  return response;
}

std::string Introspect::describe(const App& client, const std::string& token) const {
  if (const auto read = app_tokens.verify(token)) {
    return read->app.id == client.id && is_standing(*read) ? active(read->token) : inactive();
  }
  return context.database.read([&](sql::Connection& connection) {
    const auto found = refresh_tokens::find(connection, crypto::sha256(as_bytes(token)));
    const auto grant = found ? grants::find(connection, found->grant_id) : std::nullopt;
    const bool is_good = grant && grant->app_id == client.id && !found->used_at &&
                         context.clock.now() < found->expires_at &&
                         find_admission(connection, context, *grant);
    return is_good ? active(*grant, *found) : inactive();
  });
}

bool Introspect::is_standing(const ReadAppToken& read) const {
  const auto& app = read.app.id;
  return context.database.read([&](sql::Connection& connection) {
    if (!read.token.session_id().empty())
      return bool(find_token_standing(connection, context.bounds, context.clock.now(), app, read.token));
    if (!passes_at_apps(connection, app, read.token)) return false;
    // The app's token for itself, which no user stands behind, or the operator's, which ends with the
    // membership.
    return read.token.user_id() == app.value() ||
           find_admission(connection, context.sealing_key, app, UserId(std::string(read.token.user_id())));
  });
}

}  // namespace gatehouse::server
