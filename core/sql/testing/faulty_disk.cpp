// SPDX-License-Identifier: Apache-2.0
#include "core/sql/testing/faulty_disk.h"

#include <map>
#include <sqlite3.h>

namespace gatehouse::sql::testing {

std::atomic<int> FaultyDisk::failing_syncs_ = 0;
std::atomic<int> FaultyDisk::failing_writes_ = 0;
std::atomic<int> FaultyDisk::syncs_ = 0;

/// The default VFS with two methods of its files replaced. It has a method table for each way of locking, all
/// with the same two methods.
struct FaultyDisk::Vfs {
  static inline sqlite3_vfs* real = nullptr;
  static inline sqlite3_vfs faulty{};
  static inline sqlite3_io_methods real_methods{};
  static inline std::map<const sqlite3_io_methods*, sqlite3_io_methods> tables;

  static bool fails(std::atomic<int>& left) {
    int before = left;
    while (before > 0 && !left.compare_exchange_weak(before, before - 1)) {
    }
    return before > 0;
  }
  static int sync(sqlite3_file* file, int flags) {
    ++syncs_;
    return fails(failing_syncs_) ? SQLITE_IOERR_FSYNC : real_methods.xSync(file, flags);
  }
  static int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
    return fails(failing_writes_) ? SQLITE_IOERR_WRITE : real_methods.xWrite(file, data, size, at);
  }
  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* opened) {
    const int code = real->xOpen(real, name, file, flags, opened);
    if (code != SQLITE_OK || file->pMethods == nullptr) return code;
    real_methods = *file->pMethods;
    auto& table = tables.try_emplace(file->pMethods, *file->pMethods).first->second;
    table.xSync = sync;
    table.xWrite = write;
    file->pMethods = &table;
    return code;
  }
};

FaultyDisk::FaultyDisk() {
  failing_syncs_ = failing_writes_ = syncs_ = 0;
  Vfs::real = sqlite3_vfs_find(nullptr);
  Vfs::faulty = *Vfs::real;
  Vfs::faulty.zName = "faulty";
  Vfs::faulty.xOpen = Vfs::open;
  sqlite3_vfs_register(&Vfs::faulty, 1);
}

FaultyDisk::~FaultyDisk() {
  sqlite3_vfs_unregister(&Vfs::faulty);
}

}  // namespace gatehouse::sql::testing
