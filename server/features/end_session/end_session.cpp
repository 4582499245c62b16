// SPDX-License-Identifier: Apache-2.0
#include "server/features/end_session/end_session.h"

#include <algorithm>

#include "server/access/audit.h"
#include "server/access/form_body.h"
#include "server/pages/error_page.h"
#include "server/pages/page_response.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/sessions.h"

namespace gatehouse::server {
namespace {

constexpr std::string_view kSignedOutPage = "/signed-out";

http::Response refuse_on_page(const Call& call, const std::string& happened) {
  return error_page(
      400,
      {"This sign-out can't go on", happened, "You are still signed in. Sign out from your account's page."},
      call.request);
}

http::Response go_to(std::string_view location) {
  auto response = http::redirect(location);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::optional<http::FormParameters> read_parameters(const http::Request& request) {
  if (request.method != http::Method::post) return http::parse_form(request.query);
  auto body = parse_form_body(request);
  if (!body) return std::nullopt;
  return std::move(*body);
}

std::string encode(const http::FormParameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters.pairs()) {
    query += (query.empty() ? "" : "&") + http::percent_encode(name) + '=' + http::percent_encode(value);
  }
  return query;
}

bool may_return_to(const App& app, std::string_view uri) {
  return std::find(app.post_logout_uris.begin(), app.post_logout_uris.end(), uri) !=
             app.post_logout_uris.end() ||
         app.has_redirect_uri(uri) ||
         (!app.base_url.empty() && (uri == app.base_url || uri == app.base_url + '/'));
}

std::string with_state(std::string_view uri, std::string_view state) {
  std::string location(uri);
  if (state.empty()) return location;
  location += uri.find('?') == std::string_view::npos ? '?' : '&';
  return location + "state=" + http::percent_encode(state);
}

bool is_of_this_session(const IdTokenHint& hint, const Caller& caller) {
  return hint.user_id == caller.user().id && hint.session_id == caller.session().id;
}

}  // namespace

EndSession::EndSession(const Clock& clock, sql::Database& database, const SessionService& sessions,
                       const IdTokenIssuer& id_tokens, std::string issuer)
    : clock_(clock),
      database_(database),
      sessions_(sessions),
      id_tokens_(id_tokens),
      issuer_(std::move(issuer)) {}

http::Response EndSession::operator()(const Call& call) const {
  auto parameters = read_parameters(call.request);
  const bool confirmed = parameters && is_confirmed(call.request, *parameters);
  if (confirmed) parameters = http::parse_form(parameters->find("request").value_or(""));
  if (!parameters || parameters->has_duplicates()) {
    return refuse_on_page(call, "The address that led here is not properly written.");
  }
  const auto asked = read(*parameters);
  if (!asked) return refuse_on_page(call, asked.error());
  if (call.caller.kind() != Caller::Kind::user) {
    // A form of another site comes without the session cookie (SameSite=Lax); following a redirect brings it.
    if (call.request.method == http::Method::post) {
      return go_to(std::string(kPath) + '?' + encode(*parameters));
    }
    // A stranger's app must not use us to send people on who never signed in (RFC 9700, section 4.11.2).
    const bool may_send_on = asked->hint || (asked->app && !asked->app->third_party);
    return go_to(may_send_on ? asked->return_to() : std::string(kSignedOutPage));
  }
  const bool shows_session = asked->hint && is_of_this_session(*asked->hint, call.caller);
  return confirmed || shows_session ? sign_out(call, *asked) : ask_person(call, *asked);
}

Result<EndSession::Asked, std::string> EndSession::read(const http::FormParameters& parameters) const {
  Asked asked;
  if (const auto hint = parameters.find("id_token_hint"); hint && !hint->empty()) {
    asked.hint = id_tokens_.verify_hint(*hint);
    if (!asked.hint)
      return fail(std::string("The app showed something that is no sign-in of this platform."));
  }
  const auto client_id = parameters.find("client_id");
  if (asked.hint && client_id && asked.hint->app_id.value() != *client_id) {
    return fail(std::string("The app showed the sign-in of another app."));
  }
  const AppId app_id = asked.hint ? asked.hint->app_id : AppId(std::string(client_id.value_or("")));
  if (is_app_id(app_id.value())) {
    asked.app = database_.read([&](sql::Connection& connection) { return apps::find(connection, app_id); });
  }
  asked.uri = parameters.find("post_logout_redirect_uri").value_or("");
  asked.state = parameters.find("state").value_or("");
  if (!asked.uri.empty() && (!asked.app || !may_return_to(*asked.app, asked.uri))) {
    return fail(
        std::string("The address that led here wants to go on to a place that is not registered for the "
                    "app."));
  }
  return asked;
}

std::string EndSession::Asked::return_to() const {
  return uri.empty() ? std::string(kSignedOutPage) : with_state(uri, state);
}

http::Response EndSession::ask_person(const Call& call, const Asked& asked) {
  http::FormParameters request;
  if (asked.app) request.add("client_id", asked.app->id.value());
  if (!asked.uri.empty()) request.add("post_logout_redirect_uri", asked.uri);
  if (!asked.state.empty()) request.add("state", asked.state);
  auto response =
      page_response(200, "sign-out", {{"user", call.caller.user().email}, {"request", encode(request)}});
  if (!asked.uri.empty()) let_form_leave(response, asked.uri);
  return response;
}

bool EndSession::is_confirmed(const http::Request& request, const http::FormParameters& parameters) const {
  return request.method == http::Method::post && parameters.find("confirm") == "yes" &&
         request.headers.count("Origin") == 1 && request.header("Origin") == issuer_;
}

http::Response EndSession::sign_out(const Call& call, const Asked& asked) const {
  auto event = make_audit_event(call, clock_.now(), "user.sign_out", call.caller.user().id.value());
  if (asked.app) event.app_id = asked.app->id.value();
  database_.write([&](sql::Connection& connection) {
    sessions::remove(connection, call.caller.session().id);
    audit_events::append(connection, event);
  });
  auto response = go_to(asked.return_to());
  sessions_.clear_cookie(response);
  return response;
}

}  // namespace gatehouse::server
