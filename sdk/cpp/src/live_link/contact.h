// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <limits>
#include <optional>

#include "core/base/clock.h"

namespace gatehouse::sdk {

/// When the platform was last heard, and whether its link stands. Thread-safe.
class Contact {
 public:
  explicit Contact(const Clock& clock) : clock_(clock), begun_(clock.monotonic()) {}

  /// The platform answered.
  void heard() {
    heard_at_ = clock_.now().time_since_epoch().count();
    since_ = clock_.monotonic().time_since_epoch().count();
  }
  /// A process before this one heard it then.
  void heard_before(Time then) {
    const auto age = std::max(clock_.now() - then, std::chrono::milliseconds(0));
    heard_at_ = then.time_since_epoch().count();
    since_ = (clock_.monotonic() - age).time_since_epoch().count();
  }
  /// It answered something else than the link's questions.
  void reached() { reached_at_ = clock_.now().time_since_epoch().count(); }

  enum class Link { none, up, down, unreachable };
  void set(Link link) { link_ = link; }
  /// A link is being kept, whether it stands or not.
  [[nodiscard]] bool is_following() const { return link_ != Link::none; }
  [[nodiscard]] bool is_up() const { return link_ == Link::up; }
  /// The link gets no answer at all: no request needs to find that out for itself.
  [[nodiscard]] bool is_unreachable() const { return link_ == Link::unreachable; }

  /// How old what we know is at most: since the last answer, or since the start where there was none.
  [[nodiscard]] std::chrono::milliseconds staleness() const {
    const auto since = std::chrono::steady_clock::duration(since_.load());
    const auto start = since_.load() == kNever ? begun_ : std::chrono::steady_clock::time_point(since);
    return std::chrono::duration_cast<std::chrono::milliseconds>(clock_.monotonic() - start);
  }
  [[nodiscard]] std::optional<Time> last_heard() const { return to_time(heard_at_); }
  /// When the platform was last known to be there.
  [[nodiscard]] std::optional<Time> last_reached() const {
    return to_time(std::max(heard_at_.load(), reached_at_.load()));
  }

 private:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::min();
  static std::optional<Time> to_time(std::int64_t at) {
    if (at == kNever) return std::nullopt;
    return Time(std::chrono::milliseconds(at));
  }
  const Clock& clock_;
  std::chrono::steady_clock::time_point begun_;
  std::atomic<std::int64_t> heard_at_ = kNever, since_ = kNever, reached_at_ = kNever;
  std::atomic<Link> link_ = Link::none;
};

}  // namespace gatehouse::sdk
