// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/back_channel_logout.h"

#include "core/http/form.h"
#include "sdk/cpp/src/answers.h"

namespace gatehouse::sdk {
namespace {

constexpr std::string_view kEvent = "http://schemas.openid.net/event/backchannel-logout";
constexpr std::size_t kMostSeen = 16 * 1024;

bool has_logout_event(const token::VerifiedJwt& token) {
  const auto events = token.claims().find("events");
  const auto event = events ? events->find(kEvent) : std::nullopt;
  return event && event->kind() == token::JsonKind::object;
}

// Section 2.8
http::Response refusal(std::string_view description) {
  auto response = http::json_response(
      400, Json{{"error", "invalid_request"}, {"error_description", std::string(description)}}.to_text());
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

http::Response BackChannelLogout::answer(const http::Request& request) {
  const auto form = http::parse_form(request.body);
  const auto token = form && !form->has_duplicates() ? form->find("logout_token") : std::nullopt;
  if (!token) return refusal("logout_token is missing");
  if (const auto ended = end(*token); !ended) {
    events_.report(LogLevel::warning, request, ended.error().code, "a logout token: " + ended.error().detail);
    return refusal("the logout token is refused");
  }
  auto response = http::no_content();
  response.headers.set("Cache-Control", "no-store");
  return response;
}

// Section 2.6
Result<void, TokenRefusal> BackChannelLogout::end(std::string_view logout_token) {
  const auto token = tokens_.verify_logout(logout_token);
  if (!token) return fail(token.error());
  if (!has_logout_event(*token)) return fail(TokenRefusal{"no_logout_event", "it holds no logout event"});
  const std::string session(token->text("sid")), user(token->text("sub"));
  if (session.empty() && user.empty())
    return fail(TokenRefusal{"names_nobody", "it has neither sid nor sub"});
  if (is_replayed(*token)) return fail(TokenRefusal{"replayed", "it was used before"});
  if (!session.empty()) {
    state_.end_session(session, clock_.now());
  } else {
    state_.end_sessions_of(user, from_unix_seconds(token->integer("iat").value_or(0)), clock_.now());
  }
  return {};
}

bool BackChannelLogout::is_replayed(const token::VerifiedJwt& token) {
  const auto now = clock_.now();
  // As long as the verifier takes it, its leeway included.
  const auto ends = from_unix_seconds(token.integer("exp").value_or(0)) + token::kMostLeeway;
  const std::lock_guard lock(mutex_);
  std::erase_if(seen_, [now](const auto& entry) { return entry.second < now; });
  // More than that at once: what can't be remembered is refused, and the platform will say it again.
  if (seen_.size() >= kMostSeen) return true;
  return !seen_.emplace(token.text("jti"), ends).second;
}

}  // namespace gatehouse::sdk
