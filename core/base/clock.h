// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

namespace gatehouse {

/// Wall-clock time as stored and signed: milliseconds since the Unix epoch, UTC.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;

/// Where the program learns the time. Thread-safe. Only core/base reads the system's clocks.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Wall-clock time; may jump when the machine's clock is set.
  [[nodiscard]] virtual Time now() const = 0;
  /// Never goes back; for timeouts, rates and intervals.
  [[nodiscard]] virtual std::chrono::steady_clock::time_point monotonic() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Time now() const override;
  [[nodiscard]] std::chrono::steady_clock::time_point monotonic() const override;
};

/// A clock that tests set and move; wall clock and monotonic time advance together.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Time start) : milliseconds_(start.time_since_epoch().count()) {}
  [[nodiscard]] Time now() const override { return Time(std::chrono::milliseconds(milliseconds_.load())); }
  [[nodiscard]] std::chrono::steady_clock::time_point monotonic() const override {
    return std::chrono::steady_clock::time_point(std::chrono::milliseconds(milliseconds_.load()));
  }
  void advance(std::chrono::milliseconds by) { milliseconds_ += by.count(); }
  void set(Time time) { milliseconds_ = time.time_since_epoch().count(); }

 private:
  std::atomic<std::int64_t> milliseconds_;
};

/// Seconds since the epoch, as JWT's NumericDate has them (RFC 7519, section 2).
[[nodiscard]] constexpr std::int64_t to_unix_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
[[nodiscard]] constexpr Time from_unix_seconds(std::int64_t seconds) {
  return Time(std::chrono::seconds(seconds));
}

}  // namespace gatehouse
