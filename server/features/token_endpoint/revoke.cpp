// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/revoke.h"

#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "server/access/audit.h"
#include "server/access/cross_origin.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/storage/audit_events.h"
#include "server/storage/grants.h"
#include "server/storage/refresh_tokens.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {

http::Response Revoke::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  const auto client = authenticate(call, *parameters);
  if (!client) return to_response(client.error());
  const auto token = parameters->find("token").value_or("");
  if (token.empty()) return to_response(invalid_request("token is missing"));
  const auto ended = end(call, *client, std::string(token));
  auto response = ended ? http::Response{} : to_response(ended.error());
  http::add_api_security_headers(response);
  allow_origin_of(response, call.request, *client);
  return response;
}

Result<void, OAuthError> Revoke::end(const Call& call, const App& client, const std::string& token) const {
  const auto read = app_tokens.verify(token);
  auto base_event = make_audit_event(call, context.clock.now(), "app.revoke");
  base_event.actor = base_event.app_id = client.id.value();
  return context.database.write([&](sql::Connection& connection) -> Result<void, OAuthError> {
    auto event = base_event;
    if (read && read->app.id == client.id && read->token.session_id().empty()) {
      end_without_session(connection, *read, event);
      return {};
    }
    const auto grants = find_grants(connection, token, read);
    if (grants.empty()) return {};
    event.target = grants.front().user_id.value();
    event.session_id = grants.front().session_id.value();
    const bool is_own = grants.front().app_id == client.id;
    if (is_own) {
      for (const auto& grant : grants) grants::remove(connection, grant.id);
    } else {
      event.outcome = "failure";
      event.reason = "wrong_app";
    }
    audit_events::append(connection, event);
    if (!is_own) return fail(invalid_grant("the token is another app's"));
    return {};
  });
}

// The operator's token, or the app's own. It belongs to no sign-in that could end alone, so all that its
// subject has in the app by now ends; whoever is signed in there gets a new token by the refresh token.
void Revoke::end_without_session(sql::Connection& connection, const ReadAppToken& read, AuditEvent& event) {
  const UserId subject(std::string(read.token.user_id()));
  event.target = subject.value();
  signal_events::append_for_user(connection, SignalKind::session_revoked, read.app.id, subject);
  audit_events::append(connection, event);
}

std::vector<Grant> Revoke::find_grants(sql::Connection& connection, const std::string& token,
                                       const std::optional<ReadAppToken>& read) const {
  if (read) {
    return grants::list(connection, read->app.id, SessionId(std::string(read->token.session_id())));
  }
  const auto refresh_token = refresh_tokens::find(connection, crypto::sha256(as_bytes(token)));
  auto grant = refresh_token ? grants::find(connection, refresh_token->grant_id) : std::nullopt;
  return grant ? std::vector{std::move(*grant)} : std::vector<Grant>{};
}

}  // namespace gatehouse::server
