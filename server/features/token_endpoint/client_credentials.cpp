// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/client_credentials.h"

#include "server/access/audit.h"
#include "server/issuance/scope.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {

Result<IssuedToken, OAuthError> ClientCredentials::operator()(const Call& call, const App& client,
                                                              const http::FormParameters& parameters) const {
  if (client.is_public()) {
    return fail(OAuthError{400, "unauthorized_client", "a public app has no credentials of its own"});
  }
  // All scopes are about a user, and there is none.
  if (const auto scope = parse_scope(parameters.find("scope").value_or("")); !scope || !scope->empty()) {
    return fail(OAuthError{400, "invalid_scope", "scopes are about users, and there is none here"});
  }
  auto event = make_audit_event(call, context.clock.now(), "app.client_credentials", client.id.value());
  event.actor = event.app_id = client.id.value();
  return context.database.write([&](sql::Connection& connection) {
    audit_events::append(connection, event);
    return app_tokens.issue_to_app(client,
                                   apps::load_secrets(connection, context.sealing_key, client.id).current,
                                   signal_events::load_position(connection));
  });
}

}  // namespace gatehouse::server
