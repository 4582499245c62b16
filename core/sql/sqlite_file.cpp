// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite_file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace gatehouse::sql {

namespace {

[[noreturn]] void fail_for(const std::string& path, const std::string& what, int reason) {
  throw Error(ErrorKind::lost, path + " " + what + ": " + std::generic_category().message(reason));
}

}  // namespace

// The file itself is never opened here once SQLite has it: closing a second descriptor would drop SQLite's
// POSIX locks (https://sqlite.org/howtocorrupt.html, section 2.2).
SqliteFile::SqliteFile(const SqliteOptions& options) : path_(options.path) {
  if (options.ownership == SqliteOptions::Ownership::alone) take_ownership();
  try {
    require_file(options.missing);
  } catch (...) {
    if (lock_ >= 0) ::close(lock_);
    throw;
  }
}

SqliteFile::~SqliteFile() {
  if (lock_ >= 0) ::close(lock_);
}

void SqliteFile::take_ownership() {
  const std::string path = path_ + ".lock";
  lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) fail_for(path, "can't be opened", errno);
  if (::flock(lock_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(lock_);
  throw Error(ErrorKind::busy, path_ + " is in use by another process");
}

void SqliteFile::require_file(SqliteOptions::Missing missing) {
  const bool create = missing == SqliteOptions::Missing::create;
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) {
    if (errno != ENOENT || !create) fail_for(path_, "can't be opened", errno);
    const int made = ::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) fail_for(path_, "can't be made", errno);
    ::fstat(made, &status);
    ::close(made);
  }
  if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::damaged, path_ + " is not a file");
  if (status.st_size == 0 && !create) {
    throw Error(ErrorKind::damaged, path_ + " is empty: restore it from a backup");
  }
  if (::access(path_.c_str(), R_OK | W_OK) != 0) fail_for(path_, "can't be read and written", errno);
  device_ = status.st_dev;
  inode_ = status.st_ino;
}

std::uint64_t SqliteFile::size() const {
  struct stat status {};
  return ::stat(path_.c_str(), &status) == 0 ? std::uint64_t(status.st_size) : 0;
}

void SqliteFile::check_same() const {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) fail_for(path_, "is gone", errno);
  if (status.st_dev != device_ || status.st_ino != inode_) {
    throw Error(ErrorKind::lost, path_ + " has been replaced by another file");
  }
}

}  // namespace gatehouse::sql
