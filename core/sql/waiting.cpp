// SPDX-License-Identifier: Apache-2.0
#include "core/sql/waiting.h"

#include <condition_variable>
#include <mutex>
#include <poll.h>
#include <thread>

namespace gatehouse::sql::stand_in {

namespace {

class ThreadWaiter final : public net::Waiter {
 public:
  void wake() override {
    const std::scoped_lock lock(mutex_);
    awake_ = true;
    changed_.notify_one();
  }
  void wait() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return awake_; });
  }
  bool wait_for(std::chrono::milliseconds limit) override {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return awake_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool awake_ = false;
};

}  // namespace

std::shared_ptr<net::Waiter> make_waiter() {
  return std::make_shared<ThreadWaiter>();
}

bool wait_ready(int descriptor, net::Readiness readiness, std::chrono::milliseconds limit) {
  pollfd polled{descriptor, short(readiness == net::Readiness::readable ? POLLIN : POLLOUT), 0};
  return ::poll(&polled, 1, int(limit.count())) > 0;
}

void sleep_for(std::chrono::milliseconds time) {
  std::this_thread::sleep_for(time);
}

}  // namespace gatehouse::sql::stand_in
