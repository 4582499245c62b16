// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/exchange_token.h"

#include <algorithm>

#include "server/access/audit.h"
#include "server/issuance/scope.h"
#include "server/session/token_standing.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/grants.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kJwtType = "urn:ietf:params:oauth:token-type:jwt";

bool is_token_type(std::string_view type) {
  return type == ExchangeToken::kAccessTokenType || type == kJwtType;
}

OAuthError invalid_target() {
  return {400, "invalid_target", "audience must be another app of the platform that the user may enter"};
}

/// RFC 8693, section 2.1: beside the audience a resource may only say the same, the app's own address.
bool is_resource_of(const App& target, std::optional<std::string_view> resource) {
  return !resource ||
         (!target.base_url.empty() && (*resource == target.base_url || *resource == target.base_url + '/'));
}

/// What is wrong with the request's form.
std::optional<OAuthError> find_fault(const App& client, const http::FormParameters& parameters) {
  if (client.is_public() || client.third_party) {
    return OAuthError{400, "unauthorized_client", "only for confidential apps of the platform's own"};
  }
  if (parameters.find("actor_token")) return invalid_request("actor_token is not supported");
  if (parameters.find("subject_token").value_or("").empty())
    return invalid_request("subject_token is missing");
  if (!is_token_type(parameters.find("subject_token_type").value_or(""))) {
    return invalid_request("subject_token_type must be that of an access token");
  }
  if (!is_token_type(parameters.find("requested_token_type").value_or(ExchangeToken::kAccessTokenType))) {
    return invalid_request("requested_token_type must be that of an access token");
  }
  return std::nullopt;
}

/// The app whose token is exchanged, behind those whose tokens it may have been exchanged for itself.
std::vector<AppId> list_way(const std::vector<Grant>& grants, const AppId& client) {
  std::vector<AppId> way;
  for (const auto& grant : grants) {
    for (const auto& app : grant.exchanged_from) {
      if (app != client && std::ranges::find(way, app) == way.end()) way.push_back(app);
    }
  }
  way.push_back(client);
  return way;
}

/// What the other app has from this sign-in, made where it has nothing yet: so it ends, and is told, with it.
Grant find_or_make_grant(sql::Connection& connection, const GrantContext& context, Grant wanted) {
  auto known = grants::list(connection, wanted.app_id, wanted.session_id);
  for (auto& grant : known) {
    const bool ends_alike = grant.exchanged_from == wanted.exchanged_from;
    if (ends_alike && is_within(wanted.scope, grant.scope)) return std::move(grant);
  }
  wanted.id = GrantId(make_sortable_text(kGrantIdPrefix, context.clock, context.random));
  wanted.created_at = context.clock.now();
  grants::insert(connection, wanted);
  return wanted;
}

}  // namespace

Result<Granted, OAuthError> ExchangeToken::operator()(const Call& call, const App& client,
                                                      const http::FormParameters& parameters) const {
  if (auto fault = find_fault(client, parameters)) return fail(std::move(*fault));
  const auto audience = parameters.find("audience").value_or("");
  if (!is_app_id(audience) || audience == client.id.value()) return fail(invalid_target());
  const auto read = app_tokens.verify(*parameters.find("subject_token"));
  if (!read || read->app.id != client.id) {
    return fail(invalid_request("subject_token is no valid token of this app"));
  }
  auto scope = parse_scope(parameters.find("scope").value_or(read->token.scope()));
  if (!scope) return fail(OAuthError{400, "invalid_scope", "scope holds a character that no scope has"});
  Grant wanted{.id = {},
               .app_id = AppId(std::string(audience)),
               .user_id = UserId(std::string(read->token.user_id())),
               .session_id = SessionId(std::string(read->token.session_id())),
               .scope = std::move(*scope)};
  const auto now = context.clock.now();
  auto base_event = make_audit_event(call, now, "app.exchange_token", wanted.user_id.value());
  base_event.actor = client.id.value();
  base_event.app_id = audience;
  base_event.session_id = wanted.session_id.value();

  using Outcome = Result<Granted, OAuthError>;
  return context.database.write([&](sql::Connection& connection) -> Outcome {
    auto event = base_event;
    const auto refuse = [&](std::string reason, OAuthError error) -> Outcome {
      event.outcome = "failure";
      event.reason = std::move(reason);
      audit_events::append(connection, event);
      return fail(std::move(error));
    };
    const auto standing = find_token_standing(connection, context.bounds, now, client.id, read->token);
    if (!standing) {
      return refuse("session_ended", invalid_request("subject_token is no valid token of this app"));
    }
    if (!is_within(wanted.scope, read->token.scope())) {
      return refuse("wider_scope", {400, "invalid_scope", "scope asks for more than subject_token has"});
    }
    const auto target = apps::find(connection, wanted.app_id);
    if (!target || target->third_party || !is_resource_of(*target, parameters.find("resource"))) {
      return refuse("unknown_target", invalid_target());
    }
    auto admission = find_admission(connection, context, wanted);
    if (!admission) return refuse(admission.error(), invalid_target());
    wanted.exchanged_from = list_way(standing->grants, client.id);
    (void)find_or_make_grant(connection, context, wanted);
    audit_events::append(connection, event);
    return Granted{std::move(*admission), wanted.scope, "", std::nullopt, client.id.value()};
  });
}

}  // namespace gatehouse::server
