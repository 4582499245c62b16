// SPDX-License-Identifier: Apache-2.0
#include "server/access/dispatcher.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <boost/json.hpp>

#include "core/http/problem.h"
#include "server/access/no_such_app.h"
#include "server/access/paging.h"

namespace gatehouse::server {
namespace {

bool is_api(const http::Request& request) {
  return request.path.starts_with("/api/");
}

/// What apps call themselves answers in OAuth's own form (RFC 6749, section 5.2).
bool is_for_clients(const http::Request& request) {
  constexpr std::array<std::string_view, 6> kPaths = {"/oauth2/token",    "/oauth2/revoke",
                                                      "/oauth2/par",      "/oauth2/introspect",
                                                      "/oauth2/register", "/oauth2/device_authorization"};
  return std::find(kPaths.begin(), kPaths.end(), request.path) != kPaths.end();
}

bool is_write(http::Method method) {
  return method != http::Method::get && method != http::Method::head && method != http::Method::options;
}

/// What a page of any origin may send without asking first (Fetch standard, CORS-safelisted request-header).
bool has_content_of_a_form(const http::Request& request) {
  auto type = request.header("Content-Type").value_or("");
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  return http::equal_ignoring_case(type, "text/plain") ||
         http::equal_ignoring_case(type, "multipart/form-data") ||
         http::equal_ignoring_case(type, "application/x-www-form-urlencoded");
}

/// What the route never said it takes is refused here, so that no handler forgets to; absent when all is
/// well.
std::optional<http::Response> refuse_undeclared(const http::Request& request, const Route& route) {
  if (!request.path.starts_with("/api/v1/")) return std::nullopt;
  if (auto query = parse_query(request, route.query); !query) return query.error();
  const bool takes_a_body = !route.body.empty() || !route.uploads.empty();
  if (!is_write(route.method) || takes_a_body) return std::nullopt;
  if (auto body = parse_body(request, {}); !body) return body.error();
  return std::nullopt;
}

/// About the request itself.
bool is_complaint(int status) {
  return status == 400 || status == 413 || status == 415 || status == 422;
}

/// By rights, or by the state of things.
bool is_refusal(int status) {
  return status == 403 || status == 409 || status == 412;
}

void forbid_storing(http::Response& response) {
  if (!response.headers.find("Cache-Control")) response.headers.set("Cache-Control", "no-store");
  if (!response.headers.find("X-Content-Type-Options"))
    response.headers.set("X-Content-Type-Options", "nosniff");
}

}  // namespace

Dispatcher::Dispatcher(Routes routes, std::string origin, Authenticate authenticate, ErrorPage error_page,
                       OnRefusal on_refusal)
    : routes_(std::move(routes)),
      origin_(std::move(origin)),
      authenticate_(std::move(authenticate)),
      error_page_(std::move(error_page)),
      on_refusal_(std::move(on_refusal)) {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!routes_[i].handle) throw std::invalid_argument("route without a handler: " + routes_[i].path);
    router_.add(routes_[i].method, routes_[i].path, i);
  }
}

http::Response Dispatcher::refuse(const http::Request& request, int status, const std::string& code,
                                  const std::string& detail) const {
  if (!is_api(request) && request.is_navigation()) {
    return error_page_(status, detail, request);
  }
  if (!is_for_clients(request)) return http::problem(status, code, detail);
  const boost::json::object body = {{"error", "invalid_request"}, {"error_description", detail}};
  auto response = http::json_response(status, boost::json::serialize(body));
  forbid_storing(response);
  return response;
}

http::Response Dispatcher::dispatch(const http::Request& request) const {
  return dispatch_as(request, authenticate_(request));
}

http::Response Dispatcher::dispatch_local(const http::Request& request) const {
  return dispatch_as(request, Caller::local_operator());
}

// A browser names the page's origin on every cross-site write; our own pages have ours. No other token is
// needed with SameSite cookies and JSON bodies. A caller without a session may be a script, which names none.
bool Dispatcher::is_cross_site_write(const http::Request& request, const Caller& caller) const {
  if (!is_write(request.method) || !is_api(request) || caller.is_operator()) return false;
  // Nobody else's page can make a browser send an API key.
  if (caller.kind() == Caller::Kind::api_key) return false;
  if (request.headers.count("Origin") > 1) return true;
  const auto origin = request.header("Origin");
  return origin ? *origin != origin_ : !caller.is_anonymous();
}

http::Response Dispatcher::dispatch_as(const http::Request& request, const Caller& caller) const {
  const auto outcome = router_.find(request.method, request.path);
  const auto* match = std::get_if<http::Router::Match>(&outcome);
  const auto* route = match ? &routes_[match->route] : nullptr;
  if (is_api(request) && caller.is_anonymous() && !(route && route->access.is_public())) {
    auto response = http::problem(401, "unauthenticated", "Sign in first, or send an API key that is good.");
    // RFC 6750, section 3.1
    const bool has_sent_one = request.header("Authorization").has_value();
    response.headers.set("WWW-Authenticate", has_sent_one ? "Bearer error=\"invalid_token\"" : "Bearer");
    forbid_storing(response);
    return response;
  }
  auto routed = request;
  if (match) routed.params = match->params;
  const Call call{routed, caller};
  if (is_cross_site_write(request, caller)) {
    auto response =
        http::problem(403, "origin_mismatch",
                      "This request must come from " + origin_ + " and name it in its Origin header.");
    return route ? told(call, *route, std::move(response)) : response;
  }
  if (route) return answer(call, *route);
  const auto* other = std::get_if<http::Router::MethodNotAllowed>(&outcome);
  if (!other) return refuse(request, 404, "not_found", "There is nothing at this address.");
  auto response = refuse(request, 405, "method_not_allowed", "This address does not take that method.");
  response.headers.set("Allow", other->allow);
  return response;
}

std::optional<http::Response> Dispatcher::refuse_by_rights(const Call& call, const Route& route) const {
  const auto& [request, caller] = call;
  switch (route.access.judge(caller, request)) {
    case Access::Verdict::allowed:
      return std::nullopt;
    case Access::Verdict::sign_in_first:
      return refuse(request, 401, "unauthenticated", "Sign in first.");
    // What only the machine's owner may do does not exist for the network.
    case Access::Verdict::forbidden:
      if (route.access.is_local_only())
        return refuse(request, 404, "not_found", "There is nothing at this address.");
      return refuse(request, 403, "forbidden", "You may not do this.");
    case Access::Verdict::no_such_app:
      return no_such_app();
  }
  return std::nullopt;
}

http::Response Dispatcher::answer(const Call& call, const Route& route) const {
  const auto& [request, caller] = call;
  if (auto refused = refuse_by_rights(call, route)) return told(call, route, std::move(*refused));
  // Also where the body isn't read: a browser's session writes by JSON or a file, never by a form.
  if (caller.kind() == Caller::Kind::user && is_api(request) && is_write(request.method) &&
      has_content_of_a_form(request)) {
    return refuse(request, 415, "unsupported_media_type", "Send JSON with Content-Type: application/json.");
  }
  auto refused = refuse_undeclared(request, route);
  // What is public takes no API key: to its handler a script is as good as anybody.
  const bool is_public = route.access.is_public();
  const bool is_nobody = is_public && caller.kind() == Caller::Kind::api_key;
  auto response =
      refused ? std::move(*refused) : route.handle({request, is_nobody ? Caller::anonymous() : caller});
  if (is_complaint(response.status) && is_api(request) && !is_public) {
    if (auto missing = find_missing(call, route)) response = std::move(*missing);
  }
  if (is_api(request)) forbid_storing(response);
  return is_refusal(response.status) && !is_public ? told(call, route, std::move(response)) : response;
}

// What isn't there is told before what is wrong with the request, and who knows whether it is there is the
// route that shows it. Reading changes nothing, so it may be asked.
std::optional<http::Response> Dispatcher::find_missing(const Call& call, const Route& route) const {
  const auto& path = call.request.path;
  for (auto end = path.find('/', 1); end != path.npos && end < path.size();) {
    end = std::min(path.find('/', end + 1), path.size());
    // By PUT one makes what is not there.
    if (end == path.size() && call.request.method == http::Method::put) break;
    http::Request look;
    look.path = path.substr(0, end);
    const auto outcome = router_.find(http::Method::get, look.path);
    const auto* match = std::get_if<http::Router::Match>(&outcome);
    if (!match) continue;
    look.params = match->params;
    const auto& shows = routes_[match->route];
    // `/users/bulk` names no user.
    const bool is_above = shows.path.ends_with('}') && route.path.starts_with(shows.path);
    if (!is_above || shows.access.judge(call.caller, look) != Access::Verdict::allowed) continue;
    if (auto shown = shows.handle({look, call.caller}); shown.status == 404) return shown;
  }
  return std::nullopt;
}

http::Response Dispatcher::told(const Call& call, const Route& route, http::Response response) const {
  // A flood of strangers must not fill the log.
  if (on_refusal_ && !call.caller.is_anonymous()) on_refusal_(call, route, response);
  return response;
}

}  // namespace gatehouse::server
