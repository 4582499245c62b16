// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/net/fiber.h"
#include "core/sql/database.h"
#include "core/sql/sqlite_connection.h"
#include "core/sql/sqlite_file.h"
#include "core/sql/sqlite_readers.h"

namespace gatehouse::sql {

/// The one thread that writes: takes all waiting transactions into one commit (group commit). Thread-safe.
class SqliteWriter {
 public:
  using Step = std::function<void(Connection&)>;

  SqliteWriter(SqliteConnection& connection, const SqliteFile& file, SqliteReaders& readers,
               std::size_t queue_limit);
  ~SqliteWriter();  ///< Commits what is queued.
  SqliteWriter(const SqliteWriter&) = delete;
  SqliteWriter& operator=(const SqliteWriter&) = delete;

  /// Returns when `step` is committed and durable; throws what it threw, or Error.
  void run(const Step& step);
  /// Throws the Error that ended writing, if one did.
  void check() const;
  [[nodiscard]] WriteStats stats() const;

 private:
  /// One waiting transaction, on its caller's stack.
  struct Job {
    const Step* step;
    std::shared_ptr<net::Waiter> waiter;
    std::exception_ptr error;
  };
  using Jobs = std::vector<Job*>;

  void loop();
  Jobs take_waiting();
  void commit_together(const Jobs& jobs);
  void commit_alone(Job& job);
  void run_in_savepoint(Job& job);
  void roll_back() noexcept;
  void stop_writing(const Error& reason);
  void finish(const Jobs& jobs);
  void keep_log_short();
  void shorten_log();
  void checkpoint_when_idle();
  void checkpoint(const std::function<void()>& copy);

  SqliteConnection& connection_;
  const SqliteFile& file_;
  SqliteReaders& readers_;
  const std::size_t queue_limit_;
  int pages_at_checkpoint_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<Job*> queue_;
  bool stopping_ = false;
  std::optional<Error> failure_;
  WriteStats stats_;
  std::thread thread_;
};

}  // namespace gatehouse::sql
