// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "core/sql/pool.h"

namespace gatehouse::sql {

/// A database server behind a pool. Transactions are tried again after serialisation failures and, where
/// nothing can have been committed, after a lost connection.
class RemoteDatabase final : public Database {
 public:
  RemoteDatabase(Dialect dialect, PoolLimits limits, Pool::Make make)
      : dialect_(dialect), pool_(limits, std::move(make)) {}

  [[nodiscard]] Dialect dialect() const override { return dialect_; }
  void check() override;
  [[nodiscard]] WriteStats write_stats() const override;

 protected:
  void run_read(const Step& step) override { run(step, RemoteConnection::Access::read); }
  void run_write(const Step& step) override { run(step, RemoteConnection::Access::write); }

 private:
  void run(const Step& step, RemoteConnection::Access access);
  /// False when it is worth another try.
  bool attempt(const Step& step, RemoteConnection::Access access, int number);
  void count(RemoteConnection::Access access, std::uint64_t WriteStats::*counter);

  const Dialect dialect_;
  Pool pool_;
  mutable std::mutex stats_mutex_;
  WriteStats stats_;
};

}  // namespace gatehouse::sql
