// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>

namespace gatehouse::net {

/// Waiting without holding up the thread.
///
/// On a fiber of the server, waiting suspends the fiber and its thread goes on with others; anywhere else
/// (tests, command line) the same calls block the calling thread, so code that waits needs to know nothing of
/// where it runs. A fiber stays on its thread. It may wait inside a catch block or a destructor, but must not
/// hold a mutex while it waits: the next fiber of the thread would wait for it forever.
class Waiter {
 public:
  /// A waiter for the current fiber, or for the current thread where there is no fiber.
  static std::shared_ptr<Waiter> for_current();
  virtual ~Waiter() = default;
  /// Lets the one `wait()` go on; may be called before it, from any thread, and more than once.
  virtual void wake() = 0;
  /// Returns after `wake()`. Called once, by the fiber or thread that made the waiter.
  virtual void wait() = 0;
  /// As above, at most for `limit`; false when the time ran out, or the server is being stopped by force.
  virtual bool wait_for(std::chrono::milliseconds limit) = 0;
};

/// Thrown by `wait_ready` and `sleep_for` on a fiber whose server stops: background work ends when draining
/// begins, requests only after the time to drain ran out. Let it pass: whoever started the fiber takes it.
class Stopped : public std::exception {
 public:
  [[nodiscard]] const char* what() const noexcept override { return "the server is stopping"; }
};

enum class Readiness { readable, writable };

/// Waits until the descriptor is ready, or has failed or been hung up; false when `limit` ran out. The
/// descriptor stays the caller's; one fiber at a time may wait for it.
bool wait_ready(int descriptor, Readiness readiness, std::chrono::milliseconds limit);

void sleep_for(std::chrono::milliseconds time);

/// True on a fiber of the server.
bool on_fiber();

/// Runs `work` on a new fiber of the current thread's event loop; off the server, on a thread of its own.
/// For background work that outlives a request. An exception ends in the server's log; on a thread of its own
/// it ends the program.
void spawn(std::function<void()> work);

}  // namespace gatehouse::net
