// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace gatehouse::net {

/// The pool's queue is full: the request is to be shed with 503 and Retry-After.
struct PoolFull {};

/// Threads for one kind of work that blocks or burns (password hashing, curl, LDAP). The queue is bounded:
/// what does not fit is refused at once, never queued without bound. Thread-safe.
class BlockingPool {
 public:
  struct Options {
    std::string name;  ///< thread name and metric label
    std::size_t threads = 1;
    std::size_t queue_limit = 64;  ///< waiting besides the running ones
    /// Called on a pool thread after `idle` without work, once per idle spell (gives memory back). Optional.
    std::function<void()> on_idle;
    std::chrono::milliseconds idle{10000};
  };
  explicit BlockingPool(Options options);
  ~BlockingPool();  ///< Finishes what is queued.
  BlockingPool(const BlockingPool&) = delete;
  BlockingPool& operator=(const BlockingPool&) = delete;

  /// Runs `work` on a pool thread and returns its value, suspending the calling fiber (or blocking the
  /// calling thread). An exception of `work` comes out here.
  template <class Work>
  auto run(Work work) -> Result<std::invoke_result_t<Work>, PoolFull> {
    using Value = std::invoke_result_t<Work>;
    std::exception_ptr error;
    if constexpr (std::is_void_v<Value>) {
      if (!run_erased([&] { work(); }, error)) return fail(PoolFull{});
      if (error) std::rethrow_exception(error);
      return {};
    } else {
      std::optional<Value> value;
      if (!run_erased([&] { value.emplace(work()); }, error)) return fail(PoolFull{});
      if (error) std::rethrow_exception(error);
      return std::move(*value);
    }
  }

  [[nodiscard]] std::size_t queued() const;
  [[nodiscard]] std::size_t refused() const;  ///< since start

 private:
  /// False when the queue is full. Returns after the work is done.
  bool run_erased(const std::function<void()>& work, std::exception_ptr& error);
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace gatehouse::net
