// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "gatehouse/env.h"
#include "gatehouse/middlewares.h"
#include "sdk/cpp/src/exchange.h"

namespace gatehouse {
namespace {

constexpr std::size_t kMaxCallers = 65536;

// The generic cell rate algorithm: each caller has the time at which their bucket would be empty again.
class Limiter {
 public:
  using Instant = std::chrono::steady_clock::time_point;
  using Span = std::chrono::steady_clock::duration;

  explicit Limiter(const RateLimitOptions& options)
      : interval_(Span(options.per) / options.requests),
        tolerance_(interval_ * std::max(options.burst, 1u)) {}

  /// Zero: admitted. Otherwise how long to wait.
  Span admit(const std::string& caller, Instant now) {
    const std::lock_guard lock(mutex_);
    if (empty_at_.size() >= kMaxCallers) forget_idle(now);
    auto& empty_at = empty_at_.try_emplace(caller, now).first->second;
    const auto next = std::max(empty_at, now) + interval_;
    if (next - now > tolerance_) return next - now - tolerance_;
    empty_at = next;
    return Span::zero();
  }

 private:
  // Whoever's bucket is empty is as good as unknown. If that is not enough, a flood of callers is on: start
  // anew rather than grow or refuse everyone.
  void forget_idle(Instant now) {
    std::erase_if(empty_at_, [now](const auto& entry) { return entry.second <= now; });
    if (empty_at_.size() >= kMaxCallers) empty_at_.clear();
  }

  Span interval_, tolerance_;
  std::mutex mutex_;
  std::unordered_map<std::string, Instant> empty_at_;
};

}  // namespace

Middleware rate_limit(RateLimitOptions options) {
  if (options.requests == 0 || options.per.count() <= 0) {
    throw StartError("rate_limit: requests and per must be at least 1");
  }
  return [limiter = std::make_shared<Limiter>(options)](Request& req, Response& res, Next next) {
    const auto caller = req.has_user() ? "user " + req.user().id : "address " + req.client_address();
    const auto wait = limiter->admit(caller, sdk::RequestAccess::clock(req).monotonic());
    if (wait > Limiter::Span::zero()) {
      const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
      return res.status(429)
          .set("Retry-After", std::to_string(seconds))
          .json({{"error", "Too many requests"}});
    }
    next();
  };
}

}  // namespace gatehouse
