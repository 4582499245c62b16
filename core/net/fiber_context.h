// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include <boost/context/fiber.hpp>

#include "core/net/event_loop.h"
#include "core/net/stack_switch.h"

namespace gatehouse::net {

/// One stack of its own that the loop's thread switches to and back from.
class Fiber {
 public:
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  /// From the loop, off any fiber: runs `work` up to its first wait. A fiber frees itself at its end.
  static void start(EventLoop& loop, FiberKind kind, std::function<void()> work);
  static Fiber* current();
  [[nodiscard]] EventLoop& loop() const { return loop_; }
  [[nodiscard]] FiberKind kind() const { return kind_; }

  /// Of the current fiber: goes back to the loop, returns when resumed.
  void suspend();
  /// From the loop, off any fiber. The fiber may be gone afterwards.
  void resume();
  /// Of the current fiber: lets the loop do what is waiting first.
  void yield();

 private:
  Fiber(EventLoop& loop, FiberKind kind, std::function<void()> work);
  ~Fiber() = default;
  void run();

  /// What the C++ runtime keeps per thread about exceptions in flight; each fiber has its own.
  struct ExceptionState {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };
  void exchange_exception_state();

  EventLoop& loop_;
  FiberKind kind_;
  std::function<void()> work_;
  StackSwitch switch_;
  boost::context::fiber inside_;   ///< the fiber, while it is suspended
  boost::context::fiber outside_;  ///< the loop, while the fiber runs
  ExceptionState exceptions_;
};

}  // namespace gatehouse::net
