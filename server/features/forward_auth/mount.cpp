// SPDX-License-Identifier: Apache-2.0
#include "server/features/forward_auth/mount.h"

#include "core/http/form.h"
#include "core/http/problem.h"
#include "server/access/audit.h"
#include "server/access/paging.h"
#include "server/features/forward_auth/original_address.h"
#include "server/pages/error_page.h"
#include "server/storage/apps.h"
#include "server/storage/members.h"

namespace gatehouse::server {
namespace {

constexpr const char* kPath = "/api/v1/forward-auth";
constexpr const char* kReturnPath = "/forward-auth/return";

std::vector<QueryParameter> parameters() {
  return {{"app", "The app's id."}};
}

struct Standing {
  std::optional<App> app;
  std::optional<Member> member;  ///< the caller's
};

Standing find_standing(sql::Database& database, const Call& call, const std::string& id) {
  return database.read([&](sql::Connection& connection) -> Standing {
    if (!is_app_id(id)) return {};
    Standing standing{apps::find(connection, AppId(id)), std::nullopt};
    if (standing.app && call.caller.kind() == Caller::Kind::user)
      standing.member = members::find(connection, standing.app->id, call.caller.user().id);
    return standing;
  });
}

/// The page to sign in at, from which one comes back to where one wanted to go.
std::string sign_in_address(const ForwardAuth& forward_auth, const http::Request& request, const App& app) {
  const auto original = find_original_address(request, app);
  if (!original) return forward_auth.issuer + "/sign-in";
  const auto back = std::string(kReturnPath) + "?app=" + http::percent_encode(app.id.value()) +
                    "&to=" + http::percent_encode(*original);
  return forward_auth.issuer + "/sign-in?return_to=" + http::percent_encode(back);
}

http::Response ask_to_sign_in(const ForwardAuth& forward_auth, const http::Request& request,
                              const std::optional<App>& app) {
  const bool is_page = app && request.is_navigation();
  if (is_page && passes_redirects_on(request))
    return http::redirect(sign_in_address(forward_auth, request, *app));
  auto response = http::problem(401, "unauthenticated", "Sign in first.");
  response.headers.set("WWW-Authenticate", "Bearer");
  if (is_page) response.headers.set("X-Gatehouse-Sign-In", sign_in_address(forward_auth, request, *app));
  return response;
}

/// Percent-encoded, so that no name can end the field or look like two.
std::string join_roles(const std::vector<std::string>& roles) {
  std::string text;
  for (const auto& role : roles) text += (text.empty() ? "" : ",") + http::percent_encode(role);
  return text;
}

/// A proxy asks for each picture of a page: the log tells the first, then numbers.
void note_stranger(const ForwardAuth& forward_auth, const Call& call, const char* path, const App& app) {
  auto event = make_refusal_event(call, path, "not_a_member");
  event.app_id = app.id.value();
  forward_auth.refusals.add(std::move(event));
}

http::Response judge(const ForwardAuth& forward_auth, const Call& call) {
  const auto query = parse_query(call.request, parameters());
  if (!query) return query.error();
  const auto standing =
      find_standing(forward_auth.database, call, std::string(query->find("app").value_or("")));
  if (call.caller.kind() != Caller::Kind::user)
    return ask_to_sign_in(forward_auth, call.request, standing.app);
  if (!standing.app) return http::problem(404, "not_found", "There is no such app.");
  if (!standing.member) {
    note_stranger(forward_auth, call, kPath, *standing.app);
    return http::problem(403, "not_a_member", "You are no member of this app.");
  }
  http::Response response;
  response.headers.set("X-Gatehouse-User", call.caller.user().id.value());
  response.headers.set("X-Gatehouse-Email", call.caller.user().email);
  response.headers.set("X-Gatehouse-Roles", join_roles(standing.member->roles));
  return response;
}

http::Response lead_back(const ForwardAuth& forward_auth, const Call& call) {
  const auto query = http::parse_form(call.request.query).value_or(http::FormParameters{});
  const auto to = std::string(query.find("to").value_or(""));
  const auto standing =
      find_standing(forward_auth.database, call, std::string(query.find("app").value_or("")));
  if (!standing.app || !is_address_of(*standing.app, to)) {
    return error_page(400,
                      {"This address leads nowhere", "It wants to go on to a place that is no app of ours.",
                       "Go back to the app and open it again."},
                      call.request);
  }
  if (call.caller.kind() != Caller::Kind::user) {
    const auto here = std::string(kReturnPath) + "?" + call.request.query;
    return http::redirect("/sign-in?return_to=" + http::percent_encode(here));
  }
  if (!standing.member) {
    note_stranger(forward_auth, call, kReturnPath, *standing.app);
    return error_page(403,
                      {"You may not open " + standing.app->name, "Your account is no member of this app.",
                       "If you need it for your work, ask your administrator."},
                      call.request);
  }
  auto response = http::redirect(to);
  response.headers.set("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace

void mount_forward_auth(Routes& routes, const ForwardAuth& forward_auth) {
  routes.push_back({.method = http::Method::get,
                    .path = kPath,
                    .access = Access::anyone(),  // who is nobody is answered in the proxy's way
                    .summary = "For reverse proxies: who makes this request, and may they enter the app",
                    .query = parameters(),
                    .answers = {{200}, {303}},
                    .refusals = {{401, "unauthenticated"}, {403, "not_a_member"}, {404, "not_found"}},
                    .handle = [forward_auth](const Call& call) { return judge(forward_auth, call); }});
  routes.push_back({.method = http::Method::get,
                    .path = kReturnPath,
                    .access = Access::anyone(),
                    .summary = "Leads back to an app after signing in for forward-auth",
                    .query = {{"app", "The app's id."}, {"to", "An address at the app."}},
                    .handle = [forward_auth](const Call& call) { return lead_back(forward_auth, call); }});
}

}  // namespace gatehouse::server
