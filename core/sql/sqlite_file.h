// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <sys/types.h>

#include "core/sql/sqlite.h"

namespace gatehouse::sql {

/// The database file as the file system sees it: owned, present, the same one that was opened.
class SqliteFile {
 public:
  /// Takes the ownership lock, makes or refuses a missing file. Throws Error.
  explicit SqliteFile(const SqliteOptions& options);
  ~SqliteFile();
  SqliteFile(const SqliteFile&) = delete;
  SqliteFile& operator=(const SqliteFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const;
  /// Throws Error(lost) when the path no longer names the file that was opened.
  void check_same() const;

 private:
  void take_ownership();
  void require_file(SqliteOptions::Missing missing);

  std::string path_;
  int lock_ = -1;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace gatehouse::sql
