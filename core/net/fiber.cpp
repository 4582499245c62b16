// SPDX-License-Identifier: Apache-2.0
#include "core/net/fiber.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <poll.h>
#include <system_error>
#include <thread>
#include <utility>

#include "core/net/event_loop.h"
#include "core/net/fiber_context.h"

namespace gatehouse::net {
namespace {

using std::chrono::milliseconds;

class ThreadWaiter final : public Waiter {
 public:
  void wake() override {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    changed_.notify_one();
  }
  void wait() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return woken_; });
  }
  bool wait_for(milliseconds limit) override {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, limit, [this] { return woken_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
};

// `woken_` is for any thread; all else happens on the loop's thread.
class FiberWaiter final : public Waiter,
                          public Interruptible,
                          public std::enable_shared_from_this<FiberWaiter> {
 public:
  explicit FiberWaiter(Fiber& fiber) : fiber_(fiber), loop_(fiber.loop().shared_from_this()) {}

  void wake() override {
    if (!woken_.exchange(true)) post_resume();
  }

  void wait() override {
    if (woken_) return;
    suspended_ = true;
    fiber_.suspend();
  }

  bool wait_for(milliseconds limit) override {
    // Once stopping, still give way: a loop around this call must not starve the thread that is to end.
    if (loop_->interrupted(fiber_.kind())) limit = std::min(limit, milliseconds(20));
    if (woken_) return true;
    Timer timer(*loop_);
    timer.start(limit, [this] { resume(); });
    loop_->add(*this, fiber_.kind());
    suspended_ = true;
    fiber_.suspend();
    unlink();
    return woken_;
  }

  void interrupt() override { post_resume(); }

 private:
  void post_resume() {
    loop_->post([self = shared_from_this()] { self->resume(); });
  }
  void resume() {
    if (std::exchange(suspended_, false)) fiber_.resume();
  }

  Fiber& fiber_;
  std::shared_ptr<EventLoop> loop_;
  std::atomic<bool> woken_ = false;
  bool suspended_ = false;
};

class ReadyWait final : public Interruptible {
 public:
  ReadyWait(Fiber& fiber, int descriptor)
      : fiber_(fiber), descriptor_(fiber.loop(), descriptor, Descriptor::Ownership::borrows) {}

  bool operator()(Readiness readiness, milliseconds limit) {
    Timer timer(fiber_.loop());
    timer.start(limit, [this] { descriptor_.cancel(); });
    fiber_.loop().add(*this, fiber_.kind());
    const bool ready = descriptor_.wait(readiness);
    unlink();
    if (!ready && fiber_.loop().interrupted(fiber_.kind())) throw Stopped();
    return ready;
  }

  void interrupt() override { descriptor_.cancel(); }

 private:
  Fiber& fiber_;
  Descriptor descriptor_;
};

bool poll_ready(int descriptor, Readiness readiness, milliseconds limit) {
  ::pollfd entry{descriptor, static_cast<short>(readiness == Readiness::readable ? POLLIN : POLLOUT), 0};
  const auto most = std::min<milliseconds::rep>(limit.count(), std::numeric_limits<int>::max());
  int outcome = 0;
  do {
    outcome = ::poll(&entry, 1, static_cast<int>(most));
  } while (outcome < 0 && errno == EINTR);
  if (outcome < 0) throw std::system_error(errno, std::generic_category(), "poll");
  return outcome > 0;
}

}  // namespace

std::shared_ptr<Waiter> Waiter::for_current() {
  if (auto* fiber = Fiber::current()) return std::make_shared<FiberWaiter>(*fiber);
  return std::make_shared<ThreadWaiter>();
}

bool wait_ready(int descriptor, Readiness readiness, milliseconds limit) {
  auto* fiber = Fiber::current();
  if (fiber == nullptr) return poll_ready(descriptor, readiness, limit);
  if (fiber->loop().interrupted(fiber->kind())) {
    fiber->yield();
    throw Stopped();
  }
  return ReadyWait(*fiber, descriptor)(readiness, limit);
}

void sleep_for(milliseconds time) {
  auto* fiber = Fiber::current();
  if (fiber == nullptr) {
    std::this_thread::sleep_for(time);
    return;
  }
  std::make_shared<FiberWaiter>(*fiber)->wait_for(time);
  if (fiber->loop().interrupted(fiber->kind())) throw Stopped();
}

bool on_fiber() {
  return Fiber::current() != nullptr;
}

void spawn(std::function<void()> work) {
  auto* loop = EventLoop::current();
  if (loop == nullptr) {
    std::thread(std::move(work)).detach();
    return;
  }
  loop->post([loop, work = std::move(work)]() mutable {
    Fiber::start(*loop, FiberKind::background, std::move(work));
  });
}

}  // namespace gatehouse::net
