// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/push_request.h"

#include "core/crypto/sha256.h"
#include "core/http/security_headers.h"
#include "core/token/json_writer.h"
#include "server/access/audit.h"
#include "server/access/cross_origin.h"
#include "server/features/token_endpoint/oauth_form.h"
#include "server/features/token_endpoint/waiting_limit.h"
#include "server/storage/audit_events.h"
#include "server/storage/pushed_requests.h"

namespace gatehouse::server {
namespace {

/// Without what authenticated the app: that is nobody's business later.
http::FormParameters without_credentials(const http::FormParameters& parameters, const AppId& client) {
  http::FormParameters kept;
  kept.add("client_id", client.value());
  for (const auto& [name, value] : parameters.pairs()) {
    const bool is_credential = name == "client_id" || name == "client_secret" || name == "client_assertion" ||
                               name == "client_assertion_type";
    if (!is_credential) kept.add(name, value);
  }
  return kept;
}

std::string encode(const http::FormParameters& parameters) {
  std::string text;
  for (const auto& [name, value] : parameters.pairs()) {
    text += (text.empty() ? "" : "&") + http::percent_encode(name) + '=' + http::percent_encode(value);
  }
  return text;
}

}  // namespace

http::Response PushRequest::operator()(const Call& call) const {
  const auto parameters = parse_oauth_form(call.request);
  if (!parameters) return to_response(parameters.error());
  const auto client = authenticate(call, *parameters);
  if (!client) return to_response(client.error());
  // RFC 9126, section 2.1: one pushed request does not lead to another.
  if (parameters->find("request_uri")) {
    return to_response(invalid_request("request_uri can't be pushed"));
  }
  if (!client->has_redirect_uri(parameters->find("redirect_uri").value_or(""))) {
    return to_response(invalid_request("redirect_uri is not registered for this app"));
  }
  const auto request = without_credentials(*parameters, client->id);
  if (const auto fault = find_fault(request, *client)) return to_response(*fault);

  const auto uri = std::string(kUriPrefix) + make_random_text(random, 32);
  const auto now = clock.now();
  const auto asker = asker_of(call, *client);
  auto event = make_audit_event(call, now, "app.push_request", client->id.value());
  event.actor = event.app_id = client->id.value();
  const auto full_until = database.write([&](sql::Connection& connection) {
    const auto free_at =
        waiting_requests::find_free_at(connection, waiting_requests::Kind::pushed, asker, now);
    if (free_at) return free_at;
    pushed_requests::insert(connection, crypto::sha256(as_bytes(uri)), client->id, encode(request),
                            asker.address, now + kLifetime);
    audit_events::append(connection, event);
    return free_at;
  });
  if (full_until) return too_many_wait(now, *full_until);
  auto response = http::json_response(
      201, token::JsonWriter().add("request_uri", uri).add("expires_in", kLifetime.count()).text());
  http::add_api_security_headers(response);
  allow_origin_of(response, call.request, *client);
  return response;
}

void mount_push_request(Routes& routes, const PushRequest& push) {
  routes.push_back({.method = http::Method::post,
                    .path = std::string(PushRequest::kPath),
                    .access = Access::anyone(),  // the app authenticates itself
                    .summary = "OAuth 2.0 pushed authorization requests",
                    .handle = push});
  routes.push_back(preflight_route(push.database, std::string(PushRequest::kPath), "POST"));
}

}  // namespace gatehouse::server
