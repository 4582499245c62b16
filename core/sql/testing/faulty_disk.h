// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <string>

namespace gatehouse::sql::testing {

/// While this lives, SQLite's new connections go through a file system whose syncs and writes can be made to
/// fail. One at a time.
class FaultyDisk {
 public:
  FaultyDisk();
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// The next `count` calls fail with EIO.
  void fail_syncs(int count) { failing_syncs_ = count; }
  void fail_writes(int count) { failing_writes_ = count; }
  [[nodiscard]] int syncs() const { return syncs_; }

 private:
  struct Vfs;
  static std::atomic<int> failing_syncs_;
  static std::atomic<int> failing_writes_;
  static std::atomic<int> syncs_;
};

}  // namespace gatehouse::sql::testing
