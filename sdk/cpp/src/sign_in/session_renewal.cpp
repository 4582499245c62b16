// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/session_renewal.h"

#include "core/net/fiber.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

constexpr auto kKeepAnswerFor = 10s;
// So that an absent platform does not slow every request; with the time that an answer may take, well within
// the 10 s in which it repeats an answer that was lost.
constexpr auto kPauseAfterFailure = 3s;

constexpr auto kSoon = 1s;  // a connection that broke, not one where nothing came

}  // namespace

struct SessionRenewal::Flight {
  bool landed = false;
  Renewal renewal{.outcome = Renewal::Outcome::unreachable};
  std::chrono::steady_clock::time_point landed_at{};
  std::vector<std::shared_ptr<net::Waiter>> waiting;
};

SessionRenewal::SessionRenewal(Platform& platform, const SessionCookies& cookies, VerifyToken verify,
                               Contact& contact, const Clock& clock, EventLog& events)
    : platform_(platform),
      cookies_(cookies),
      verify_(std::move(verify)),
      contact_(contact),
      clock_(clock),
      events_(events) {}

Renewal SessionRenewal::renew(const http::Request& request) {
  const auto kept = cookies_.find(request);
  if (!kept || kept->refresh_token.empty()) return {};
  std::shared_ptr<Flight> flight;
  std::shared_ptr<net::Waiter> waiter;
  {
    const std::lock_guard lock(mutex_);
    forget_old_flights();
    auto& place = flights_[kept->refresh_token];
    if (place && place->landed) return place->renewal;
    if (place) {
      place->waiting.push_back(waiter = net::Waiter::for_current());
    } else if (contact_.is_unreachable() || clock_.monotonic() < retry_at_) {
      flights_.erase(kept->refresh_token);
      return {.outcome = contact_.is_unreachable() ? Renewal::Outcome::unreachable : paused_for_};
    } else {
      place = std::make_shared<Flight>();
    }
    flight = place;
  }
  if (waiter) {
    waiter->wait();
    const std::lock_guard lock(mutex_);
    return flight->renewal;
  }
  // However this ends, even by an exception, those who wait must go on.
  const std::shared_ptr<void> landing(nullptr, [&](void*) { land(flight); });
  return flight->renewal = fly(request, *kept);
}

Renewal SessionRenewal::fly(const http::Request& request, const SessionCookies::Kept& kept) {
  const auto answer = ask(kept.refresh_token);
  if (!answer) {
    const auto& failure = answer.error();
    if (failure.kind == PlatformFailure::Kind::refused) {
      events_.report(LogLevel::info, request, "session_ended", failure.detail);
      return {.outcome = Renewal::Outcome::ended, .set_cookies = cookies_.clear()};
    }
    const bool is_away = failure.kind == PlatformFailure::Kind::unreachable;
    return pause(request, is_away ? Renewal::Outcome::unreachable : Renewal::Outcome::failed,
                 "renewal_failed", failure.detail);
  }
  contact_.reached();
  auto token = verify_(answer->access_token);
  if (!token) {
    return pause(request, Renewal::Outcome::failed, token.error().code,
                 "the renewed token: " + token.error().detail);
  }
  if ((*token)->user.id != kept.user_id) {
    return pause(request, Renewal::Outcome::failed, "renewed_for_another",
                 "the renewed token belongs to another user");
  }
  const SessionCookies::Kept next{
      .user_id = kept.user_id,
      .refresh_token = answer->refresh_token.empty() ? kept.refresh_token : answer->refresh_token,
      .id_token = answer->id_token.empty() ? kept.id_token : answer->id_token};
  return {.outcome = Renewal::Outcome::renewed,
          .token = std::move(*token),
          .token_text = answer->access_token,
          .set_cookies = cookies_.set(answer->access_token, next)};
}

Result<TokenAnswer, PlatformFailure> SessionRenewal::ask(const std::string& refresh_token) {
  const auto asked_at = clock_.monotonic();
  auto answer = platform_.refresh(refresh_token);
  const bool is_lost = !answer && answer.error().kind == PlatformFailure::Kind::unreachable &&
                       clock_.monotonic() - asked_at < kSoon;
  // The answer may be what was lost: the platform gives the same one again to who asks at once.
  if (is_lost && !contact_.is_unreachable()) answer = platform_.refresh(refresh_token);
  return answer;
}

Renewal SessionRenewal::pause(const http::Request& request, Renewal::Outcome outcome, const std::string& code,
                              const std::string& detail) {
  events_.report(LogLevel::warning, request, code, detail);
  const std::lock_guard lock(mutex_);
  retry_at_ = clock_.monotonic() + kPauseAfterFailure;
  paused_for_ = outcome;
  return {.outcome = outcome};
}

void SessionRenewal::land(const std::shared_ptr<Flight>& flight) {
  const std::lock_guard lock(mutex_);
  flight->landed = true;
  flight->landed_at = clock_.monotonic();
  for (const auto& waiter : flight->waiting) waiter->wake();
  flight->waiting.clear();
}

void SessionRenewal::forget_old_flights() {
  const auto now = clock_.monotonic();
  std::erase_if(flights_, [now](const auto& entry) {
    const auto& flight = entry.second;
    if (!flight || !flight->landed) return !flight;
    const bool is_answer = flight->renewal.outcome == Renewal::Outcome::renewed ||
                           flight->renewal.outcome == Renewal::Outcome::ended;
    return !is_answer || now - flight->landed_at > kKeepAnswerFor;
  });
}

}  // namespace gatehouse::sdk
