// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/gate.h"

#include "sdk/cpp/src/answers.h"

namespace gatehouse::sdk {
namespace {

void run_route(const RouteTable::Found& found, Request& req, Response& res) {
  if (found.route == nullptr) {
    if (found.allow.empty()) return res.status(404).json({{"error", "Not found"}});
    return res.status(405).set("Allow", found.allow).json({{"error", "Method not allowed"}});
  }
  const auto handle = [&] { run_handler(found.route->handler, req, res); };
  if (!found.route->guard) return handle();
  run_middleware(found.route->guard, req, res, handle);
}

void set_default(http::Headers& headers, std::string_view name, std::string_view value) {
  if (!headers.find(name)) headers.add(name, value);
}

bool is_page_load(const http::Request& request) {
  return (request.method == http::Method::get || request.method == http::Method::head) &&
         request.is_navigation();
}

std::shared_ptr<const User> user_of(const std::shared_ptr<const VerifiedToken>& token) {
  return {token, &token->user};
}

// A fifth of its life is left to renew a token before it ends.
bool is_near_end(const VerifiedToken& token, Time now) {
  return (token.expires_at - now) * 5 < token.expires_at - token.issued_at;
}

constexpr const char* kNoToken = "no_token";

}  // namespace

http::Response Gate::answer(const http::Request& request) const {
  auto found = routes_.find(request.method, request.path);
  Request::Context context{.http = request,
                           .clock = parts_.clock,
                           .find_data_source = &parts_.find_data_source,
                           .link = parts_.link};
  context.params = std::move(found.params);
  http::Response response;
  if (found.route != nullptr && found.route->access == AppRoute::Access::open) {
    response = run(context, found);
  } else {
    auto admission = admit(request);
    context.user = std::move(admission.user);
    context.renewed_token = std::move(admission.renewed_token);
    response = context.user ? run(context, found) : std::move(admission.refusal);
    for (const auto& cookie : admission.set_cookies) response.headers.add("Set-Cookie", cookie);
    // What one user may see must not be kept by a cache for the next one, whatever the path looks like.
    set_default(response.headers, "Cache-Control", "no-store");
  }
  set_default(response.headers, "X-Content-Type-Options", "nosniff");
  return response;
}

bool Gate::is_too_stale() const {
  return parts_.greatest_staleness.count() != 0 && parts_.link->staleness() > parts_.greatest_staleness;
}

Gate::Admission Gate::admit(const http::Request& request) const {
  if (is_too_stale()) {
    parts_.events.report(LogLevel::warning, request, "too_stale",
                         "the platform has not been heard for too long");
    return {.refusal = too_stale()};
  }
  std::string room;
  const auto credentials = find_credentials(request, room);
  if (parts_.renew && request.headers.count("Authorization") == 0) return admit_browser(request, credentials);
  auto token = verify(credentials);
  if (token) return {.user = user_of(*token)};
  return {.refusal = refuse(request, token.error())};
}

Gate::Admission Gate::admit_browser(const http::Request& request, const Credentials& credentials) const {
  auto token = verify(credentials);
  if (token && !is_near_end(**token, parts_.clock.now())) return {.user = user_of(*token)};
  auto renewal = parts_.renew(request);
  switch (renewal.outcome) {
    case Renewal::Outcome::renewed:
      return {.user = user_of(renewal.token),
              .set_cookies = std::move(renewal.set_cookies),
              .renewed_token = std::move(renewal.token_text)};
    case Renewal::Outcome::ended:
      return {.refusal = refuse(request, {"session_ended", "the platform has ended the session"}),
              .set_cookies = std::move(renewal.set_cookies)};
    case Renewal::Outcome::unreachable:
      if (!token) token = extend(request, credentials);
      break;
    case Renewal::Outcome::nothing_to_renew:
    case Renewal::Outcome::failed:
      break;
  }
  if (token) return {.user = user_of(*token)};
  return {.refusal = refuse(request, token.error())};
}

Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> Gate::verify(
    const Credentials& credentials) const {
  if (const auto* token = std::get_if<TokenText>(&credentials)) return parts_.verify(token->text);
  if (const auto* malformed = std::get_if<MalformedCredentials>(&credentials)) {
    return fail(TokenRefusal{std::string(malformed->code), "the request's credentials are malformed"});
  }
  return fail(TokenRefusal{kNoToken, {}});
}

Result<std::shared_ptr<const VerifiedToken>, TokenRefusal> Gate::extend(
    const http::Request& request, const Credentials& credentials) const {
  const auto* token = std::get_if<TokenText>(&credentials);
  if (token == nullptr || !parts_.extend) return fail(TokenRefusal{kNoToken, {}});
  return parts_.extend(request, token->text);
}

http::Response Gate::refuse(const http::Request& request, const TokenRefusal& refusal) const {
  const bool has_token = refusal.code != kNoToken;
  if (has_token) parts_.events.report(LogLevel::warning, request, refusal.code, refusal.detail);
  const bool by_header = request.headers.count("Authorization") != 0;
  if (parts_.send_to_sign_in && !by_header && is_page_load(request)) return parts_.send_to_sign_in(request);
  return unauthorized(has_token ? Challenge::invalid_token : Challenge::no_token);
}

http::Response Gate::run(Request::Context& context, const RouteTable::Found& found) const {
  Response::State state;
  Request req(context);
  Response res(state);
  if (context.user && parts_.post_auth) {
    run_middleware(parts_.post_auth, req, res, [&] { run_route(found, req, res); });
  } else {
    run_route(found, req, res);
  }
  return finish(context.http, std::move(state));
}

http::Response Gate::finish(const http::Request& request, Response::State state) const {
  for (auto& incident : state.incidents) {
    parts_.events.report(LogLevel::error, request, std::move(incident.code), std::move(incident.detail));
  }
  return state.failed ? internal_error() : std::move(state.http);
}

}  // namespace gatehouse::sdk
