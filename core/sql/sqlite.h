// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/sql/database.h"

namespace gatehouse::sql {

struct SqliteOptions {
  std::string path;
  /// `create` makes a missing file, mode 0600, and takes an empty one for new; `refuse` throws.
  enum class Missing { refuse, create } missing = Missing::refuse;
  /// `alone`: no other process may open it this way (a lock on PATH.lock); `shared`: others may.
  enum class Ownership { alone, shared } ownership = Ownership::alone;
  std::size_t queue_limit = 1024;                      ///< writes waiting for a commit; more: Error(busy)
  std::uint64_t check_below_bytes = 32 * 1024 * 1024;  ///< smaller files are checked whole when opened
};

/// SQLite with WAL and synchronous=FULL: one writer thread that commits many waiting transactions with one
/// fsync (each in its own savepoint, so that one failing leaves the others), readers inline on the calling
/// thread. Only the writer writes and checkpoints; the log stays under 64 MiB, where a read of over a second
/// stands in the way it ends with Error(busy).
///
/// Throws Error: `damaged` when the file is no sound database, `lost` when it is missing or may not be
/// opened, `busy` when another process owns it. Once a write or sync failed for another reason than a full
/// disk, every later write is refused with Error(full) until the database is opened anew: what the disk holds
/// is unknown then.
std::unique_ptr<Database> open_sqlite(SqliteOptions options);

}  // namespace gatehouse::sql
