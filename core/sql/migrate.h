// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/sql/database.h"

namespace gatehouse::sql {

/// One step of the schema. Once released a script never changes; a new one is added after it.
struct Migration {
  int number = 0;           ///< 1, 2, 3 ... without gaps
  std::string_view name;    ///< `0001_users`
  std::string_view script;  ///< statements in the database's dialect; may not begin or end transactions
};

struct MigrationRefused {
  enum class Reason {
    newer_database,  ///< made by a later version of the program
    changed_script,  ///< an applied migration is not the one this program knows
  } reason;
  std::string text;  ///< for people, with the mend
};

struct Migrated {
  int version = 0;  ///< the database's number now
  int applied = 0;  ///< migrations run by this call
};

/// Brings the schema up to the last of `migrations`, each in a transaction of its own that also notes it in
/// `schema_migrations(number, name, applied_at, checksum)`: whoever is killed half-way finds the last whole
/// step at the next start. Several processes may call it at once on PostgreSQL. A refused database is left
/// untouched. Throws Error when a script fails (on MySQL, whose DDL commits by itself, with the script's
/// beginning applied).
Result<Migrated, MigrationRefused> migrate(Database& database, std::span<const Migration> migrations,
                                           const Clock& clock);

/// The number of the last migration applied; 0 for a database without any.
int load_version(Database& database);

}  // namespace gatehouse::sql
