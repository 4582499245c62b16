// SPDX-License-Identifier: Apache-2.0
#include "core/net/event_loop.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/intrusive/list.hpp>

#include "core/net/fiber_context.h"
#include "core/net/stack_pool.h"

namespace gatehouse::net {

namespace asio = boost::asio;
using asio::posix::basic_stream_descriptor;

namespace {

thread_local EventLoop* current_loop = nullptr;
// One thread runs a loop: naming its executor type spares each operation a type-erased one.
using Executor = asio::io_context::executor_type;
using AsioDescriptor = basic_stream_descriptor<Executor>;
using AsioTimer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                             asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace

struct EventLoop::Impl {
  using Waits = boost::intrusive::list<Interruptible, boost::intrusive::constant_time_size<false>>;
  /// Of one kind of fiber.
  struct Kind {
    Waits waits;
    bool interrupted = false;
  };
  Kind& kind(FiberKind which) { return which == FiberKind::background ? background : requests; }

  StackPool stacks;
  asio::io_context context{1};
  asio::executor_work_guard<Executor> work{context.get_executor()};
  Kind background;
  Kind requests;
  int fibers = 0;
};

EventLoop::EventLoop(std::function<void(std::string_view)> on_failure)
    : on_failure_(std::move(on_failure)), impl_(std::make_unique<Impl>()) {}

EventLoop::~EventLoop() = default;

EventLoop* EventLoop::current() {
  return current_loop;
}

void EventLoop::run() {
  current_loop = this;
  impl_->context.run();
  current_loop = nullptr;
}

void EventLoop::stop() {
  impl_->context.stop();
}

void EventLoop::post(std::function<void()> call) {
  asio::post(impl_->context, std::move(call));
}

StackPool& EventLoop::stacks() {
  return impl_->stacks;
}

void EventLoop::count_fiber(int change) {
  impl_->fibers += change;
}

int EventLoop::fibers() const {
  return impl_->fibers;
}

void EventLoop::interrupt(FiberKind kind) {
  auto& interrupted = impl_->kind(kind);
  interrupted.interrupted = true;
  for (auto& wait : interrupted.waits) wait.interrupt();
}

bool EventLoop::interrupted(FiberKind kind) const {
  return impl_->kind(kind).interrupted;
}

void EventLoop::add(Interruptible& wait, FiberKind kind) {
  impl_->kind(kind).waits.push_back(wait);
}

// Asio may have queued the handler already when a timer is cancelled or gone: the round tells.
struct Timer::Impl {
  AsioTimer timer;
  std::uint64_t round = 0;
};

Timer::Timer(EventLoop& loop)
    : impl_(std::make_shared<Impl>(Impl{AsioTimer(loop.impl_->context.get_executor())})) {}

Timer::~Timer() {
  cancel();
}

void Timer::start(std::chrono::milliseconds after, std::function<void()> call) {
  static constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 365);
  impl_->timer.expires_after(std::min(after, kLongest));
  impl_->timer.async_wait(
      [impl = impl_, round = ++impl_->round, call = std::move(call)](boost::system::error_code error) {
        if (!error && impl->round == round) call();
      });
}

void Timer::cancel() {
  ++impl_->round;
  impl_->timer.cancel();
}

struct Descriptor::Impl {
  AsioDescriptor descriptor;
};

Descriptor::Descriptor(EventLoop& loop, int number, Ownership ownership)
    : number_(number),
      ownership_(ownership),
      impl_(std::make_unique<Impl>(Impl{AsioDescriptor(loop.impl_->context.get_executor(), number)})) {}

Descriptor::~Descriptor() {
  if (ownership_ == Ownership::borrows) impl_->descriptor.release();
}

void Descriptor::async_wait(Readiness readiness, std::function<void(bool)> call) {
  impl_->descriptor.async_wait(
      readiness == Readiness::readable ? AsioDescriptor::wait_read : AsioDescriptor::wait_write,
      [call = std::move(call)](boost::system::error_code error) {
        call(error != asio::error::operation_aborted);
      });
}

bool Descriptor::wait(Readiness readiness) {
  auto* fiber = Fiber::current();
  bool ready = false;
  async_wait(readiness, [fiber, &ready](bool outcome) {
    ready = outcome;
    fiber->resume();
  });
  fiber->suspend();
  return ready;
}

void Descriptor::cancel() {
  boost::system::error_code ignored;
  impl_->descriptor.cancel(ignored);
}

}  // namespace gatehouse::net
