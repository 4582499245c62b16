// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "core/net/fiber.h"
#include "server/model/ids.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {

/// Wakes who waits for news of an app, in this process: an idle link costs a waiter here and no look into the
/// database. Thread-safe.
class SignalHub {
 public:
  /// Holds a place from before one looks until one has waited, so that nothing falls between.
  class Watch {
   public:
    Watch(SignalHub& hub, const AppId& app);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    /// Once; false when nothing came in time.
    bool wait_for(std::chrono::milliseconds limit) { return waiter_->wait_for(limit); }

   private:
    SignalHub& hub_;
    AppId app_;
    std::shared_ptr<net::Waiter> waiter_;
    std::list<std::shared_ptr<net::Waiter>>::iterator place_;
  };

  /// Something new for these apps is committed.
  void announce(const signal_events::Audience& audience);
  /// Ends all waiting, now and later: the server stops.
  void stop();
  [[nodiscard]] bool stopped() const;
  /// Links that wait now.
  [[nodiscard]] std::size_t waiting() const;

 private:
  mutable std::mutex mutex_;
  std::unordered_map<AppId, std::list<std::shared_ptr<net::Waiter>>> waiters_;
  bool stopped_ = false;
};

}  // namespace gatehouse::server
