// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/authorize.h"

#include <algorithm>

#include "core/crypto/sha256.h"
#include "server/access/audit.h"
#include "server/access/form_body.h"
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
constexpr std::string_view kPushedUriPrefix = "urn:ietf:params:oauth:request_uri:";
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

std::optional<http::FormParameters> read_parameters(const http::Request& request) {
  if (request.method != http::Method::post) return http::parse_form(request.query);
  auto body = parse_form_body(request);
  if (!body) return std::nullopt;
  return std::move(*body);
}

bool meets(const Session& session, const std::vector<std::string>& essential_acr) {
  return essential_acr.empty() ||
         std::find(essential_acr.begin(), essential_acr.end(), acr_of(session.amr)) != essential_acr.end();
}

enum class CodeRefusal { session_ended, not_a_member };

}  // namespace

Authorize::Authorize(const Clock& clock, RandomSource& random, sql::Database& database,
                     const IdTokenIssuer& id_tokens, const crypto::HmacSha256Key& marking_key,
                     const std::string& issuer)
    : clock_(clock),
      random_(random),
      database_(database),
      id_tokens_(id_tokens),
      reauthentication_(clock, marking_key),
      consent_page_(clock, marking_key, issuer),
      issuer_(issuer) {}

http::Response Authorize::operator()(const Call& call) const {
  auto parameters = read_parameters(call.request);
  if (parameters && parameters->find("request_uri").value_or("").starts_with(kPushedUriPrefix)) {
    parameters = take_pushed(*parameters);
    if (!parameters) return refuse_on_page(call, "This request has been used already, or is too old.");
  }
  if (!parameters) return refuse_on_page(call, "The address that led here is not properly written.");
  const auto client = find_client_return(database_, *parameters);
  if (!client) return refuse_on_page(call, client.error());
  return decide(call, *client, *parameters);
}

// Only what was pushed counts (RFC 9126, section 4); from here on it travels as if it had come by itself.
std::optional<http::FormParameters> Authorize::take_pushed(const http::FormParameters& parameters) const {
  const auto client_id = parameters.find("client_id");
  const auto uri_hash = crypto::sha256(as_bytes(*parameters.find("request_uri")));
  if (!client_id || parameters.has_duplicates()) return std::nullopt;
  const auto request = database_.write([&](sql::Connection& connection) {
    return pushed_requests::take(connection, uri_hash, AppId(std::string(*client_id)), clock_.now());
  });
  return request ? http::parse_form(*request) : std::nullopt;
}

http::Response Authorize::decide(const Call& call, const ClientReturn& client,
                                 const http::FormParameters& parameters) const {
  const bool signed_in = call.caller.kind() == Caller::Kind::user;
  const auto refuse = [&](const AuthorizationError& error) {
    // A stranger's app must not use us to send people on who never signed in (RFC 9700, section 4.11.2).
    if (client.app.third_party && !signed_in) return refuse_on_page(call, "The app asked for what can't be.");
    return client.answer(error_parameters(error), issuer_);
  };
  auto request = parse_authorization_request(parameters, client.app);
  if (request && encode_request(parameters).size() > kMostRequestBytes) {
    request = fail(AuthorizationError{"invalid_request", "the request is longer than 3900 bytes"});
  }
  if (!request) return refuse(request.error());
  if (signed_in) return decide_for_user(call, client, parameters, *request);
  if (request->prompt == Prompt::none) return refuse({"login_required", "nobody is signed in"});
  return ask_to_sign_in(call, parameters, *request);
}

http::Response Authorize::decide_for_user(const Call& call, const ClientReturn& client,
                                          const http::FormParameters& parameters,
                                          const AuthorizationRequest& request) const {
  const auto refuse = [&](const AuthorizationError& error) {
    return client.answer(error_parameters(error), issuer_);
  };
  bool is_other_user = !request.subject.empty() && request.subject != call.caller.user().id.value();
  if (!request.id_token_hint.empty()) {
    const auto hint = id_tokens_.verify_hint(request.id_token_hint);
    if (!hint) return refuse({"invalid_request", "id_token_hint is no ID token of ours"});
    is_other_user |= hint->user_id != call.caller.user().id;
  }
  const auto& session = call.caller.session();
  if (is_other_user || wants_fresh_sign_in(session, request)) {
    const bool done = reauthentication_.is_done(parameters, session.authenticated_at);
    if (request.prompt == Prompt::none || (done && is_other_user)) {
      return refuse({"login_required", "the user of id_token_hint, or a newer sign-in, is needed"});
    }
    if (!done) return ask_to_sign_in(call, parameters, request);
  }
  if (!meets(session, request.essential_acr)) {
    return refuse({"unmet_authentication_requirements", "nobody can sign in as strongly as acr demands"});
  }
  if (needs_consent(call, client, request)) {
    if (request.prompt == Prompt::none) return refuse({"consent_required", "the user has not agreed to it"});
    return consent_page_.show(call, client, request.scope, parameters);
  }
  return give_code(call, client, request);
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
  const auto parameters = form ? consent_page_.find_request(call, *form) : std::nullopt;
  const auto client = parameters
                          ? find_client_return(database_, *parameters)
                          : fail(std::string("This question is out of date or was asked of somebody else."));
  if (!client) return refuse_on_page(call, client.error());
  const auto request = parse_authorization_request(*parameters, client->app);
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
      const auto before = consents::find(connection, user, client->app.id);
      consents::put(connection, user, client->app.id,
                    join_scopes(request->scope, before ? before->scope : ""), clock_.now());
    }
    audit_events::append(connection, event);
  });
  if (is_allowed) return give_code(call, *client, *request);
  return client->answer(error_parameters({"access_denied", "the user does not agree to it"}), issuer_);
}

bool Authorize::wants_fresh_sign_in(const Session& session, const AuthorizationRequest& request) const {
  return request.prompt == Prompt::login ||
         (request.max_age && clock_.now() - session.authenticated_at > *request.max_age);
}

http::Response Authorize::ask_to_sign_in(const Call& call, const http::FormParameters& parameters,
                                         const AuthorizationRequest& request) const {
  auto again = std::string(kPath) + '?' + encode_request(parameters);
  if (request.prompt == Prompt::login || request.max_age || !request.id_token_hint.empty() ||
      !request.subject.empty()) {
    again += '&';
    again += Reauthentication::kParameter;
    again += '=' + reauthentication_.make_mark(encode_request(parameters));
  }
  auto location = "/sign-in?return_to=" + http::percent_encode(again);
  // Whoever is signed in would be sent straight back otherwise.
  if (!call.caller.is_anonymous()) location += "&prompt=login";
  auto response = http::redirect(location);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response Authorize::give_code(const Call& call, const ClientReturn& client,
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
