// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/sql/sqlite_connection.h"

namespace gatehouse::sql {

/// Read-only connections, as many as reads ran at once so far: about one a thread. Thread-safe.
class SqliteReaders {
 public:
  explicit SqliteReaders(std::string path) : path_(std::move(path)) {}

  /// Runs `step` on the calling thread with all its statements on one snapshot.
  void run(const std::function<void(Connection&)>& step);

  /// A point in time among the reads; reads begun later have larger numbers.
  [[nodiscard]] std::uint64_t reads_begun() const;
  /// Ends the statements of reads begun up to that point with Error(busy).
  void interrupt_begun_until(std::uint64_t read);

 private:
  struct Reader {
    explicit Reader(const std::string& path) : connection(path, SqliteConnection::Mode::reader) {}
    SqliteConnection connection;
    std::uint64_t read = 0;  ///< 0: idle
  };
  class Lease;

  std::string path_;
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> readers_;
  std::vector<Reader*> idle_;
  std::uint64_t reads_begun_ = 0;
};

}  // namespace gatehouse::sql
