// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string_view>

#include <boost/intrusive/list_hook.hpp>

#include "core/net/fiber.h"

namespace gatehouse::net {

/// A wait of a fiber that stopping cuts short: in the loop's list from `EventLoop::add` to `unlink`.
class Interruptible
    : public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
 public:
  virtual ~Interruptible() = default;
  virtual void interrupt() = 0;
};

enum class FiberKind { request, background };

class StackPool;

/// One thread's events: readiness of descriptors, timers and posted calls. All but `post` and `stop` belong
/// to the thread in `run`.
class EventLoop : public std::enable_shared_from_this<EventLoop> {
 public:
  /// Takes the text of an exception that background work ended with.
  explicit EventLoop(std::function<void(std::string_view)> on_failure);
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// The loop whose `run` the current thread is in; null elsewhere.
  static EventLoop* current();

  void run();                             ///< until `stop`
  void stop();                            ///< from any thread
  void post(std::function<void()> call);  ///< from any thread; in order, off any fiber

  /// From now on waits of that kind of fiber are cut short, those under way included.
  void interrupt(FiberKind kind);
  [[nodiscard]] bool interrupted(FiberKind kind) const;
  void add(Interruptible& wait, FiberKind kind);

  /// What fibers need of their loop.
  [[nodiscard]] StackPool& stacks();
  void count_fiber(int change);
  [[nodiscard]] int fibers() const;
  void report_failure(std::string_view what) { on_failure_(what); }

 private:
  friend class Timer;
  friend class Descriptor;
  struct Impl;
  std::function<void(std::string_view)> on_failure_;
  std::unique_ptr<Impl> impl_;
};

/// A call after some time, on the loop's thread.
class Timer {
 public:
  explicit Timer(EventLoop& loop);
  ~Timer();  ///< A call not made yet is never made.
  void start(std::chrono::milliseconds after, std::function<void()> call);
  void cancel();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

/// A non-blocking descriptor registered with a loop.
class Descriptor {
 public:
  enum class Ownership { closes, borrows };
  Descriptor(EventLoop& loop, int number, Ownership ownership);
  ~Descriptor();  ///< Not while a wait is under way.
  [[nodiscard]] int number() const { return number_; }
  /// Calls back once: true when ready, false when cancelled. One wait at a time.
  void async_wait(Readiness readiness, std::function<void(bool)> call);
  /// Suspends the current fiber; false when cancelled.
  bool wait(Readiness readiness);
  void cancel();

 private:
  struct Impl;
  int number_;
  Ownership ownership_;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gatehouse::net
