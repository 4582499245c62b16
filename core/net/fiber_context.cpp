// SPDX-License-Identifier: Apache-2.0
#include "core/net/fiber_context.h"

#include <cstring>
#include <cxxabi.h>
#include <utility>

#include "core/net/stack_pool.h"

namespace gatehouse::net {
namespace {

thread_local Fiber* current_fiber = nullptr;

/// Hands the loop's stacks to Boost.Context, which wants an allocator by value.
struct PooledStacks {
  StackPool* pool;
  StackSwitch* told;
  boost::context::stack_context allocate() {
    const auto stack = pool->allocate();
    told->set_stack(static_cast<char*>(stack.sp) - stack.size, stack.size);
    return stack;
  }
  void deallocate(boost::context::stack_context& stack) noexcept { pool->deallocate(stack); }
};

}  // namespace

Fiber::Fiber(EventLoop& loop, FiberKind kind, std::function<void()> work)
    : loop_(loop),
      kind_(kind),
      work_(std::move(work)),
      inside_(std::allocator_arg, PooledStacks{&loop.stacks(), &switch_},
              [this](boost::context::fiber&& caller) {
                switch_.after_entering();
                outside_ = std::move(caller);
                run();
                switch_.before_leaving(StackSwitch::Leaving::for_good);
                return std::move(outside_);
              }) {
  loop_.count_fiber(1);
}

void Fiber::run() {
  try {
    work_();
  } catch (const Stopped&) {
    // the server stops: nothing to say
  } catch (const std::exception& error) {
    loop_.report_failure(error.what());
  }
  work_ = nullptr;
}

void Fiber::start(EventLoop& loop, FiberKind kind, std::function<void()> work) {
  (new Fiber(loop, kind, std::move(work)))->resume();
}

Fiber* Fiber::current() {
  return current_fiber;
}

void Fiber::suspend() {
  switch_.before_leaving(StackSwitch::Leaving::for_a_while);
  outside_ = std::move(outside_).resume();
  switch_.after_entering();
}

void Fiber::yield() {
  loop_.post([this] { resume(); });
  suspend();
}

void Fiber::resume() {
  exchange_exception_state();
  current_fiber = this;
  switch_.before_entering();
  inside_ = std::move(inside_).resume();
  switch_.after_leaving();
  current_fiber = nullptr;
  exchange_exception_state();
  if (inside_) return;
  loop_.count_fiber(-1);
  delete this;
}

// Without this, a fiber that waits inside a catch block would leave its exception to whichever fiber runs
// next. Layout: Itanium C++ ABI, section 2.2.2 (__cxa_eh_globals).
void Fiber::exchange_exception_state() {
  auto* thread_state = reinterpret_cast<std::byte*>(abi::__cxa_get_globals());
  ExceptionState other;
  std::memcpy(&other, thread_state, sizeof other);
  std::memcpy(thread_state, &exceptions_, sizeof exceptions_);
  exceptions_ = other;
}

}  // namespace gatehouse::net
