// SPDX-License-Identifier: Apache-2.0
#include "server/defence/event_count.h"

#include <utility>

namespace gatehouse::server {

void EventCount::add(const std::string& client_address) {
  const std::lock_guard lock(mutex_);
  ++total_;
  if (waiting_.events++ == 0) {
    waiting_.client_address = client_address;
  } else if (waiting_.client_address != client_address) {
    waiting_.client_address.clear();
  }
}

std::uint64_t EventCount::total() const {
  const std::lock_guard lock(mutex_);
  return total_;
}

std::optional<EventCount::Count> EventCount::take(Time now) {
  const std::lock_guard lock(mutex_);
  const bool is_soon = now >= taken_at_ && now < taken_at_ + std::chrono::minutes(1);
  if (waiting_.events == 0 || is_soon) return std::nullopt;
  taken_at_ = now;
  return std::exchange(waiting_, {});
}

}  // namespace gatehouse::server
