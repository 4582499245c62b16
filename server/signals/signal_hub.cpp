// SPDX-License-Identifier: Apache-2.0
#include "server/signals/signal_hub.h"

#include <vector>

namespace gatehouse::server {

SignalHub::Watch::Watch(SignalHub& hub, const AppId& app)
    : hub_(hub), app_(app), waiter_(net::Waiter::for_current()) {
  const std::lock_guard lock(hub_.mutex_);
  auto& waiters = hub_.waiters_[app_];
  place_ = waiters.insert(waiters.end(), waiter_);
  if (hub_.stopped_) waiter_->wake();
}

SignalHub::Watch::~Watch() {
  const std::lock_guard lock(hub_.mutex_);
  const auto found = hub_.waiters_.find(app_);
  found->second.erase(place_);
  if (found->second.empty()) hub_.waiters_.erase(found);
}

void SignalHub::announce(const signal_events::Audience& audience) {
  // Woken under the lock: waking only posts, and a waiter lives as long as its place.
  const std::lock_guard lock(mutex_);
  const auto wake = [](const auto& waiters) {
    for (const auto& waiter : waiters) waiter->wake();
  };
  if (audience.every_app) {
    for (const auto& [app, waiters] : waiters_) wake(waiters);
    return;
  }
  for (const auto& app : audience.apps) {
    if (const auto found = waiters_.find(app); found != waiters_.end()) wake(found->second);
  }
}

void SignalHub::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  announce({.every_app = true, .apps = {}});
}

bool SignalHub::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

std::size_t SignalHub::waiting() const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const auto& [app, waiters] : waiters_) count += waiters.size();
  return count;
}

}  // namespace gatehouse::server
