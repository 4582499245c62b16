// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/session_renewal.h"

#include "core/net/fiber.h"

namespace gatehouse::sdk {
namespace {

using namespace std::chrono_literals;

constexpr auto kKeepAnswerFor = 10s;
constexpr auto kPauseAfterFailure = 5s;  // so that an absent platform does not slow every request

}  // namespace

struct SessionRenewal::Flight {
  bool landed = false;
  Renewal renewal{.outcome = Renewal::Outcome::unreachable};
  std::chrono::steady_clock::time_point landed_at{};
  std::vector<std::shared_ptr<net::Waiter>> waiting;
};

SessionRenewal::SessionRenewal(Platform& platform, const SessionCookies& cookies, VerifyToken verify,
                               const Clock& clock, EventLog& events)
    : platform_(platform), cookies_(cookies), verify_(std::move(verify)), clock_(clock), events_(events) {}

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
    } else if (clock_.monotonic() < retry_at_) {
      flights_.erase(kept->refresh_token);
      return {.outcome = Renewal::Outcome::unreachable};
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
  const auto answer = platform_.refresh(kept.refresh_token);
  if (!answer) {
    if (answer.error().kind != PlatformFailure::Kind::refused) {
      return unreachable(request, "renewal_failed", answer.error().detail);
    }
    events_.report(LogLevel::info, request, "session_ended", answer.error().detail);
    return {.outcome = Renewal::Outcome::ended, .set_cookies = cookies_.clear()};
  }
  auto token = verify_(answer->access_token);
  if (!token) return unreachable(request, token.error().code, "the renewed token: " + token.error().detail);
  if ((*token)->user.id != kept.user_id) {
    return unreachable(request, "renewed_for_another", "the renewed token belongs to another user");
  }
  const SessionCookies::Kept next{
      .user_id = kept.user_id,
      .refresh_token = answer->refresh_token.empty() ? kept.refresh_token : answer->refresh_token,
      .id_token = answer->id_token.empty() ? kept.id_token : answer->id_token};
  return {.outcome = Renewal::Outcome::renewed,
          .token = std::move(*token),
          .set_cookies = cookies_.set(answer->access_token, next)};
}

Renewal SessionRenewal::unreachable(const http::Request& request, const std::string& code,
                                    const std::string& detail) {
  events_.report(LogLevel::warning, request, code, detail);
  const std::lock_guard lock(mutex_);
  retry_at_ = clock_.monotonic() + kPauseAfterFailure;
  return {.outcome = Renewal::Outcome::unreachable};
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
    const bool is_answer = flight->renewal.outcome != Renewal::Outcome::unreachable;
    return !is_answer || now - flight->landed_at > kKeepAnswerFor;
  });
}

}  // namespace gatehouse::sdk
