// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/sign_in_flow.h"

#include "core/base/base64url.h"
#include "core/crypto/sha256.h"
#include "sdk/cpp/src/answers.h"
#include "sdk/cpp/src/sign_in/page.h"
#include "sdk/cpp/src/sign_in/return_path.h"

namespace gatehouse::sdk {
namespace {

constexpr auto kAttemptLife = std::chrono::minutes(10);

// One cookie for each attempt, so that signing in from two tabs works.
std::string attempt_cookie(std::string_view state) {
  return "gatehouse_sign_in_" + std::string(state.substr(0, 8));
}

// RFC 7636, section 4.2
std::string s256(std::string_view verifier) {
  return encode_base64url(crypto::sha256(as_bytes(verifier)));
}

http::Response try_again(int status, std::string_view title, std::string_view text) {
  return page(status, {.title = title, .text = text, .action = "Try again", .target = "/auth/sign-in"});
}

}  // namespace

http::Response SignInFlow::send_to_sign_in(const http::Request& request) {
  const auto wanted = request.query.empty() ? request.path : request.path + "?" + request.query;
  return http::redirect("/auth/sign-in?return_to=" + http::percent_encode(checked_return_path(wanted)));
}

http::Response SignInFlow::begin(const http::Request& request) const {
  const auto origin = parts_.origin.of(request);
  if (!origin) {
    return error_answer(421,
                        "This app is not known by that host name; its APP_BASE_URL says how to reach it");
  }
  const auto query = http::parse_form(request.query);
  const auto return_to = checked_return_path(query ? query->find("return_to").value_or("/") : "/");
  const bool was_moved = query && query->find("moved");
  if (!parts_.origin.is_at(request) && !was_moved) {
    // The attempt's cookie must be set where the platform will send the browser back to. Only once: behind a
    // proxy that changes the Host header it never looks as if we were there.
    return http::redirect(*origin + "/auth/sign-in?moved=yes&return_to=" + http::percent_encode(return_to));
  }
  const auto metadata = parts_.platform.metadata();
  if (!metadata) return explain(request, metadata.error());
  return redirect_to_platform(metadata->authorization_endpoint, *origin, return_to);
}

http::Response SignInFlow::redirect_to_platform(const std::string& endpoint, const std::string& origin,
                                                const std::string& return_to) const {
  const Attempt attempt{.state = make_random_text(parts_.random, 32),
                        .nonce = make_random_text(parts_.random, 32),
                        .verifier = make_random_text(parts_.random, 32),
                        .return_to = return_to,
                        .redirect_uri = origin + "/auth/callback"};
  http::FormParameters form;
  form.add("response_type", "code");
  form.add("client_id", parts_.app_id);
  form.add("redirect_uri", attempt.redirect_uri);
  form.add("scope", "openid profile email offline_access");
  form.add("state", attempt.state);
  form.add("nonce", attempt.nonce);
  form.add("code_challenge", s256(attempt.verifier));
  form.add("code_challenge_method", "S256");
  const char before = endpoint.find('?') == endpoint.npos ? '?' : '&';
  auto response = http::redirect(endpoint + before + to_form(form));
  const Json content{{"state", attempt.state},
                     {"nonce", attempt.nonce},
                     {"verifier", attempt.verifier},
                     {"return_to", attempt.return_to},
                     {"redirect_uri", attempt.redirect_uri}};
  response.headers.add(
      "Set-Cookie", parts_.sealer.seal(attempt_cookie(attempt.state), content, kAttemptLife, kAttemptLife));
  return response;
}

http::Response SignInFlow::complete(const http::Request& request) const {
  if (request.query.empty()) return http::redirect("/");  // back from signing out at the platform
  const auto query = http::parse_form(request.query);
  if (!query || query->has_duplicates())
    return refuse(request, "bad_callback", "the parameters can't be read");
  const auto attempt = find_attempt(request, query->find("state").value_or(""));
  if (!attempt) return refuse(request, "unknown_attempt", "no attempt of this browser has that state");

  const auto metadata = parts_.platform.metadata();
  if (!metadata) return explain(request, metadata.error());
  // RFC 9207, section 2.4: an answer of another issuer is a mix-up.
  const auto issuer = query->find("iss");
  if (issuer ? *issuer != parts_.platform.url() : metadata->sends_issuer) {
    return refuse(request, "wrong_issuer", "the answer does not name the platform as its issuer");
  }
  auto response = [&] {
    if (const auto error = query->find("error")) return explain_error(request, *error);
    if (const auto code = query->find("code")) return redeem(request, *attempt, std::string(*code));
    return refuse(request, "bad_callback", "the answer has neither a code nor an error");
  }();
  response.headers.add("Set-Cookie", http::to_header(http::SetCookie{.name = attempt_cookie(attempt->state),
                                                                     .value = "",
                                                                     .max_age = std::chrono::seconds(0)}));
  return response;
}

std::optional<SignInFlow::Attempt> SignInFlow::find_attempt(const http::Request& request,
                                                            std::string_view state) const {
  const auto content = parts_.sealer.open(request, attempt_cookie(state));
  if (!content) return std::nullopt;
  Attempt attempt{.state = content->at("state").as_string(),
                  .nonce = content->at("nonce").as_string(),
                  .verifier = content->at("verifier").as_string(),
                  .return_to = content->at("return_to").as_string(),
                  .redirect_uri = content->at("redirect_uri").as_string()};
  if (!equal_in_constant_time(as_bytes(attempt.state), as_bytes(state))) return std::nullopt;
  return attempt;
}

http::Response SignInFlow::redeem(const http::Request& request, const Attempt& attempt,
                                  const std::string& code) const {
  const auto tokens = parts_.platform.exchange_code(code, attempt.redirect_uri, attempt.verifier);
  if (!tokens) return explain(request, tokens.error());
  const auto subject = parts_.id_tokens.verify(tokens->id_token, attempt.nonce);
  if (!subject) return refuse(request, subject.error().code, "the ID token: " + subject.error().detail);
  const auto token = parts_.verify_token(tokens->access_token);
  if (!token) return refuse(request, token.error().code, "the app token: " + token.error().detail);
  if ((*token)->user.id != *subject) return refuse(request, "user_mismatch", "two tokens name two users");

  auto response = http::redirect(attempt.return_to);
  const SessionCookies::Kept kept{
      .user_id = (*token)->user.id, .refresh_token = tokens->refresh_token, .id_token = tokens->id_token};
  for (const auto& cookie : parts_.cookies.set(tokens->access_token, kept)) {
    response.headers.add("Set-Cookie", cookie);
  }
  return response;
}

http::Response SignInFlow::refuse(const http::Request& request, const std::string& code,
                                  const std::string& detail) const {
  parts_.events.report(LogLevel::warning, request, code, detail);
  return try_again(400, "Signing in did not work",
                   "This sign-in was begun elsewhere, took too long or was used already.");
}

http::Response SignInFlow::explain(const http::Request& request, const PlatformFailure& failure) const {
  switch (failure.kind) {
    case PlatformFailure::Kind::unreachable: {
      parts_.events.report(LogLevel::warning, request, "platform_unreachable", failure.detail);
      auto response = try_again(503, "Sign-in is not available", "It will be back soon; nothing is lost.");
      response.headers.add("Retry-After", "5");
      return response;
    }
    case PlatformFailure::Kind::refused:
      return refuse(request, "platform_refused", failure.detail);
    case PlatformFailure::Kind::unsound:
      parts_.events.report(LogLevel::error, request, "platform_unsound", failure.detail);
      return try_again(502, "Sign-in is not available",
                       "This app's administrator finds the reason in its log.");
  }
  return internal_error();
}

http::Response SignInFlow::explain_error(const http::Request& request, std::string_view error) const {
  parts_.events.report(LogLevel::info, request, "sign_in_refused",
                       "the platform answered with an error: " + std::string(error.substr(0, 64)));
  if (error == "access_denied") {
    return try_again(
        403, "No access to " + parts_.app_name,
        "You are signed in, but no member of this app. Ask its administrator for an invitation.");
  }
  return try_again(400, "Signing in did not work", "The platform refused the request.");
}

}  // namespace gatehouse::sdk
