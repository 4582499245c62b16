// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/authorize.h"

#include <algorithm>

#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/access/form_body.h"
#include "server/issuance/asked_of_user.h"
#include "server/issuance/authentication_strength.h"
#include "server/issuance/scope.h"
#include "server/pages/error_page.h"
#include "server/storage/audit_events.h"
#include "server/storage/consents.h"
#include "server/storage/grants.h"
#include "server/storage/members.h"
#include "server/storage/pushed_requests.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kCodeBytes = 32;
/// What the sign-in page takes as an address to return to, less room for the mark.
constexpr std::size_t kMostRequestBytes = 3900;

http::FormParameters error_parameters(const AuthorizationError& error) {
  http::FormParameters parameters;
  parameters.add("error", error.error);
  parameters.add("error_description", error.description);
  return parameters;
}

http::Response refuse_on_page(const Call& call, const std::string& happened) {
  return error_page(400,
                    {"This sign-in can't go on", happened,
                     "Go back to the app and try again. If that does not help, tell its administrator."},
                    call.request);
}

bool meets(const Session& session, const std::vector<std::string>& essential_acr) {
  return essential_acr.empty() ||
         std::find(essential_acr.begin(), essential_acr.end(), acr_of(session.amr)) != essential_acr.end();
}

enum class CodeRefusal { request_used, session_ended, not_a_member };

}  // namespace

Authorize::Authorize(const Clock& clock, RandomSource& random, sql::Database& database,
                     const IdTokenIssuer& id_tokens, const crypto::HmacSha256Key& marking_key,
                     const std::string& issuer)
    : clock_(clock),
      random_(random),
      database_(database),
      id_tokens_(id_tokens),
      reauthentication_(clock, marking_key),
      requests_(clock, database, reauthentication_),
      consent_page_(clock, marking_key, issuer),
      issuer_(issuer) {}

http::Response Authorize::operator()(const Call& call) const {
  const auto incoming = requests_.read(call.request);
  if (!incoming) return refuse_on_page(call, incoming.error());
  const auto client = find_client_return(database_, incoming->parameters);
  if (!client) return refuse_on_page(call, client.error());
  return decide(call, *client, *incoming);
}

http::Response Authorize::decide(const Call& call, const ClientReturn& client,
                                 const IncomingRequest& incoming) const {
  const bool signed_in = call.caller.kind() == Caller::Kind::user;
  const auto refuse_stranger = [&](const AuthorizationError& error) {
    // A stranger's app must not use us to send people on who never signed in (RFC 9700, section 4.11.2).
    if (!client.app.third_party || signed_in) return refuse(client, incoming, error);
    requests_.use_up(incoming);
    return refuse_on_page(call, "The app asked for what can't be.");
  };
  auto request = parse_authorization_request(incoming.parameters, client.app);
  if (request && encode_request(incoming.address).size() > kMostRequestBytes) {
    request = fail(AuthorizationError{"invalid_request", "the request is longer than 3900 bytes"});
  }
  if (!request) return refuse_stranger(request.error());
  if (signed_in) return decide_for_user(call, client, incoming, *request);
  if (request->prompt == Prompt::none) return refuse_stranger({"login_required", "nobody is signed in"});
  return ask_to_sign_in(call, incoming, *request);
}

http::Response Authorize::decide_for_user(const Call& call, const ClientReturn& client,
                                          const IncomingRequest& incoming,
                                          const AuthorizationRequest& request) const {
  const auto refuse_it = [&](const AuthorizationError& error) { return refuse(client, incoming, error); };
  bool is_other_user = !request.subject.empty() && request.subject != call.caller.user().id.value();
  if (!request.id_token_hint.empty()) {
    const auto hint = id_tokens_.verify_hint(request.id_token_hint);
    if (!hint) return refuse_it({"invalid_request", "id_token_hint is no ID token of ours"});
    is_other_user |= hint->user_id != call.caller.user().id;
  }
  const auto& session = call.caller.session();
  if (is_other_user || wants_fresh_sign_in(session, request)) {
    const bool done = reauthentication_.is_done(incoming.address, session.authenticated_at);
    if (request.prompt == Prompt::none || (done && is_other_user)) {
      return refuse_it({"login_required", "the user of id_token_hint, or a newer sign-in, is needed"});
    }
    if (!done) return ask_to_sign_in(call, incoming, request);
  }
  if (!meets(session, request.essential_acr)) {
    return refuse_it({"unmet_authentication_requirements", "nobody can sign in as strongly as acr demands"});
  }
  if (needs_consent(call, client, request)) {
    if (request.prompt == Prompt::none)
      return refuse_it({"consent_required", "the user has not agreed to it"});
    return consent_page_.show(call, client, request.scope, incoming.address);
  }
  return give_code(call, client, incoming, request);
}

http::Response Authorize::refuse(const ClientReturn& client, const IncomingRequest& incoming,
                                 const AuthorizationError& error) const {
  requests_.use_up(incoming);
  return client.answer(error_parameters(error), issuer_);
}

// Of a stranger's app, and only of who may enter it: others are refused without being asked.
bool Authorize::needs_consent(const Call& call, const ClientReturn& client,
                              const AuthorizationRequest& request) const {
  if (!client.app.third_party) return false;
  const auto& user = call.caller.user().id;
  return database_.read([&](sql::Connection& connection) {
    if (!members::find(connection, client.app.id, user)) return false;
    const auto consent = consents::find(connection, user, client.app.id);
    return request.wants_consent || !consent || !is_within(request.scope, consent->scope);
  });
}

http::Response Authorize::take_consent(const Call& call) const {
  const auto form = parse_form_body(call.request);
  const auto address = form ? consent_page_.find_request(call, *form) : std::nullopt;
  if (!address) return refuse_on_page(call, "This question is out of date or was asked of somebody else.");
  const auto incoming = requests_.resume(*address);
  if (!incoming) return refuse_on_page(call, incoming.error());
  const auto client = find_client_return(database_, incoming->parameters);
  if (!client) return refuse_on_page(call, client.error());
  const auto request = parse_authorization_request(incoming->parameters, client->app);
  if (!request) return refuse_on_page(call, "The app asked for what can't be.");
  const bool is_allowed = form->find("decision") == "allow";
  const auto& user = call.caller.user().id;
  auto event = make_audit_event(call, clock_.now(), "app.consent", user.value());
  event.app_id = client->app.id.value();
  if (!is_allowed) {
    event.outcome = "failure";
    event.reason = "refused";
  }
  database_.write([&](sql::Connection& connection) {
    if (is_allowed) {
      add_consent(connection, user, client->app.id, request->scope, clock_.now());
    }
    audit_events::append(connection, event);
  });
  if (is_allowed) return give_code(call, *client, *incoming, *request);
  return refuse(*client, *incoming, {"access_denied", "the user does not agree to it"});
}

bool Authorize::wants_fresh_sign_in(const Session& session, const AuthorizationRequest& request) const {
  return request.prompt == Prompt::login ||
         (request.max_age && clock_.now() - session.authenticated_at > *request.max_age);
}

http::Response Authorize::ask_to_sign_in(const Call& call, const IncomingRequest& incoming,
                                         const AuthorizationRequest& request) const {
  const auto address = encode_request(incoming.address);
  auto again = std::string(kPath) + '?' + address;
  if (incoming.pushed_as || request.prompt == Prompt::login || request.max_age ||
      !request.id_token_hint.empty() || !request.subject.empty()) {
    again += '&';
    again += Reauthentication::kParameter;
    // The first mark stays: a pushed request ends in time, however often its person is asked.
    const bool stays = incoming.pushed_as && reauthentication_.asked_at(incoming.address);
    again += '=';
    again +=
        stays ? *incoming.address.find(Reauthentication::kParameter) : reauthentication_.make_mark(address);
  }
  auto location = "/sign-in?return_to=" + http::percent_encode(again);
  // Whoever is signed in would be sent straight back otherwise.
  if (!call.caller.is_anonymous()) location += "&prompt=login";
  auto response = http::redirect(location);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response Authorize::give_code(const Call& call, const ClientReturn& client,
                                    const IncomingRequest& incoming,
                                    const AuthorizationRequest& request) const {
  const auto now = clock_.now();
  const auto& session = call.caller.session();
  const auto code = make_random_text(random_, kCodeBytes);
  const Grant grant{.id = GrantId(make_sortable_text(kGrantIdPrefix, clock_, random_)),
                    .app_id = client.app.id,
                    .user_id = session.user_id,
                    .session_id = session.id,
                    .scope = request.scope,
                    .created_at = now};
  auto event = make_audit_event(call, now, "app.authorize", session.user_id.value());
  event.app_id = client.app.id.value();
  const auto refusal = database_.write([&](sql::Connection& connection) -> std::optional<CodeRefusal> {
    if (incoming.pushed_as && !pushed_requests::remove(connection, *incoming.pushed_as))
      return CodeRefusal::request_used;
    if (!sessions::find(connection, session.id)) return CodeRefusal::session_ended;
    auto told = event;
    if (!members::find(connection, client.app.id, session.user_id)) {
      told.outcome = "failure";
      told.reason = "not_a_member";
      audit_events::append(connection, told);
      return CodeRefusal::not_a_member;
    }
    grants::insert(connection, grant);
    grants::insert_code(
        connection, {grant, client.redirect_uri, request.code_challenge, request.nonce, now + kCodeLifetime},
        crypto::sha256(as_bytes(code)));
    audit_events::append(connection, told);
    return std::nullopt;
  });
  if (refusal == CodeRefusal::request_used) return refuse_on_page(call, used_request());
  if (refusal) {
    return client.answer(
        error_parameters(*refusal == CodeRefusal::not_a_member
                             ? AuthorizationError{"access_denied", "the user is no member of this app"}
                             : AuthorizationError{"login_required", "the session ended"}),
        issuer_);
  }
  http::FormParameters answer;
  answer.add("code", code);
  return client.answer(std::move(answer), issuer_);
}

}  // namespace gatehouse::server
