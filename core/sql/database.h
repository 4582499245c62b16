// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/sql/connection.h"

namespace gatehouse::sql {

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
  /// rolls it back and comes out here. `work` may be run again after a serialisation failure, so it must have
  /// no effect outside the database, and must not wait for anything but the database.
  template <class Work>
  auto write(Work work) {
    return call([this](const Step& step) { run_write(step); }, work);
  }

 protected:
  using Step = std::function<void(Connection&)>;
  virtual void run_read(const Step& step) = 0;
  virtual void run_write(const Step& step) = 0;

 private:
  template <class Run, class Work>
  static auto call(Run run, Work& work) {
    using Value = std::invoke_result_t<Work, Connection&>;
    if constexpr (std::is_void_v<Value>) {
      run(Step([&](Connection& connection) { work(connection); }));
    } else {
      std::optional<Value> value;
      run(Step([&](Connection& connection) { value.emplace(work(connection)); }));
      return std::move(*value);
    }
  }
};

struct SqliteOptions {
  std::string path;
  enum class Missing { refuse, create } missing = Missing::refuse;
  std::size_t queue_limit = 1024;  ///< writes waiting for a commit; more: Error(busy)
};

/// SQLite with WAL and synchronous=FULL: one writer thread that commits many waiting transactions with one
/// fsync (each in its own savepoint, so that one failing leaves the others), readers inline on the calling
/// thread, one connection a thread. Only the writer writes and checkpoints. Throws Error: `damaged` when the
/// file is no sound database, `lost` when it is missing and may not be created.
std::unique_ptr<Database> open_sqlite(SqliteOptions options);

}  // namespace gatehouse::sql
