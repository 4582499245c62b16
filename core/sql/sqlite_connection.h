// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "core/sql/connection.h"
#include "core/sql/statement_cache.h"

struct sqlite3;
struct sqlite3_stmt;

namespace gatehouse::sql {

/// One handle on a SQLite file, set up for safety. Used by one thread at a time.
class SqliteConnection final : public Connection {
 public:
  enum class Mode { reader, writer };
  SqliteConnection(const std::string& path, Mode mode);
  ~SqliteConnection() override;

  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }
  Rows run(std::string_view statement, std::span<const Value> parameters) override;
  void run_script(std::string_view script) override;

  /// False also after SQLite rolled a transaction back by itself, as it may when the disk is full.
  [[nodiscard]] bool in_transaction() const;
  /// Reader: ends the snapshot that the first statement began.
  void end_read() noexcept;
  /// Reader: makes a running statement end with Error(busy). From any thread.
  void interrupt();

  /// Reader: writes what the database holds at one moment into a new file, mode 0600, while others may go on
  /// writing. On stable storage when it returns, and one file without a log.
  void copy_to(const std::string& path);

  enum class Checkpoint { passive, truncate };
  /// Writer: copies the log into the database. False when readers stood in the way.
  bool checkpoint(Checkpoint mode);
  /// Writer: pages in the log after the last commit.
  [[nodiscard]] int log_pages() const { return log_pages_; }
  /// True when an Error thrown last means that the disk failed, not that it is full.
  [[nodiscard]] bool disk_failed() const { return disk_failed_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

  void configure();
  Statement prepare(std::string_view statement, const char** rest);
  Rows run_prepared(sqlite3_stmt* prepared, std::string_view statement, std::span<const Value> parameters);
  void step_to_end(sqlite3_stmt* prepared, std::string_view statement, std::vector<Value>& cells);
  /// With values bound, the driver's own text is shown only where it can't hold them.
  enum class Bound { nothing, values };
  [[noreturn]] void fail_with(int code, std::string_view statement, Bound bound);

  Mode mode_;
  std::unique_ptr<sqlite3, Close> handle_;
  StatementCache<Statement> statements_;
  int log_pages_ = 0;
  bool disk_failed_ = false;
};

}  // namespace gatehouse::sql
