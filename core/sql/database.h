// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/sql/connection.h"

namespace gatehouse::sql {

/// Counted since the database was opened.
struct WriteStats {
  std::uint64_t writes = 0;       ///< transactions committed
  std::uint64_t commits = 0;      ///< commits made durable; fewer than `writes` where they share one
  std::uint64_t failed = 0;       ///< transactions rolled back
  std::uint64_t refused = 0;      ///< turned away because too many were waiting
  std::uint64_t checkpoints = 0;  ///< SQLite: times the log was copied into the database
  std::uint64_t log_bytes = 0;    ///< SQLite: size of the log now
};

/// A database with its connections. Thread-safe; calls may wait (core/net/fiber.h).
class Database {
 public:
  virtual ~Database() = default;
  [[nodiscard]] virtual Dialect dialect() const = 0;

  /// Runs `work` with a connection that may only read, on one consistent snapshot, and returns its value.
  template <class Work>
  auto read(Work work) {
    return call([this](const Step& step) { run_read(step); }, work);
  }

  /// Runs `work` in a transaction of its own and returns its value once the commit is durable. An exception
  /// rolls it back and comes out here. `work` may be run again, on another thread, after a serialisation
  /// failure, so it must have no effect outside the database, must not wait for anything but the database,
  /// and must not call `write`.
  template <class Work>
  auto write(Work work) {
    return call([this](const Step& step) { run_write(step); }, work);
  }

  /// For readiness: throws Error when reads or writes can't be expected to work.
  virtual void check() = 0;
  [[nodiscard]] virtual WriteStats write_stats() const { return {}; }

 protected:
  using Step = std::function<void(Connection&)>;
  virtual void run_read(const Step& step) = 0;
  virtual void run_write(const Step& step) = 0;

 private:
  template <class Run, class Work>
  static auto call(Run run, Work& work) {
    using Returned = std::invoke_result_t<Work, Connection&>;
    if constexpr (std::is_void_v<Returned>) {
      run(Step([&](Connection& connection) { work(connection); }));
    } else {
      std::optional<Returned> value;
      run(Step([&](Connection& connection) { value.emplace(work(connection)); }));
      return std::move(*value);
    }
  }
};

}  // namespace gatehouse::sql
