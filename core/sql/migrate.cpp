// SPDX-License-Identifier: Apache-2.0
#include "core/sql/migrate.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

namespace gatehouse::sql {

namespace {

struct Applied {
  std::string name;
  std::string checksum;
};
using AppliedByNumber = std::map<int, Applied>;

constexpr const char* kTable =
    "create table if not exists schema_migrations ("
    "number integer primary key, name varchar(200) not null, applied_at bigint not null,"
    " checksum varchar(16) not null)";

/// FNV-1a: tells an edited script from the released one; guards against nobody.
std::string checksum(std::string_view script) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char character : script) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 0x100000001b3U;
  }
  std::string text(16, '0');
  for (std::size_t i = 16; i-- > 0; hash >>= 4U) text[i] = "0123456789abcdef"[hash & 15U];
  return text;
}

bool has_table(Connection& connection) {
  switch (connection.dialect()) {
    case Dialect::sqlite:
      return !connection.query("select 1 from sqlite_schema where name = 'schema_migrations'").empty();
    case Dialect::mysql:
      return !connection
                  .query(
                      "select 1 from information_schema.tables where table_schema = database() and "
                      "table_name = 'schema_migrations'")
                  .empty();
    case Dialect::postgres:
    case Dialect::odbc:
      break;
  }
  return !connection
              .query(
                  "select 1 from information_schema.tables where table_schema = current_schema() and "
                  "table_name = 'schema_migrations'")
              .empty();
}

AppliedByNumber list_applied(Connection& connection) {
  AppliedByNumber applied;
  if (!has_table(connection)) return applied;
  const auto rows = connection.query("select number, name, checksum from schema_migrations order by number");
  for (const auto row : rows) {
    applied[row.get<int>(0)] = {row.get<std::string>(1), row.get<std::string>(2)};
  }
  return applied;
}

std::optional<MigrationRefused> find_refusal(const AppliedByNumber& applied,
                                             std::span<const Migration> migrations) {
  for (const auto& [number, was] : applied) {
    if (number > int(migrations.size())) {
      return MigrationRefused{MigrationRefused::Reason::newer_database,
                              "the database has schema version " + std::to_string(applied.rbegin()->first) +
                                  ", this program knows versions up to " + std::to_string(migrations.size()) +
                                  ": start the newer program, or restore a backup made before the upgrade"};
    }
    const auto& known = migrations[std::size_t(number) - 1];
    if (was.name != known.name || was.checksum != checksum(known.script)) {
      return MigrationRefused{MigrationRefused::Reason::changed_script,
                              "the database was made by another migration " + was.name +
                                  " than the one this program has: use a released version of the program"};
    }
  }
  return std::nullopt;
}

void require_numbered(std::span<const Migration> migrations) {
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].number != int(i) + 1) {
      throw Error(ErrorKind::statement, "migrations are to be numbered 1, 2, 3 ... without gaps");
    }
  }
}

/// False when another process was faster.
bool apply(Connection& connection, const Migration& migration, Time now) {
  if (connection.dialect() == Dialect::postgres) {
    connection.query("select pg_advisory_xact_lock(7234017283807667300)");  // "gatehous"
  }
  connection.query(kTable);
  if (!connection.query("select 1 from schema_migrations where number = ?", migration.number).empty()) {
    return false;
  }
  connection.run_script(migration.script);
  connection.query("insert into schema_migrations (number, name, applied_at, checksum) values (?, ?, ?, ?)",
                   migration.number, migration.name, now, checksum(migration.script));
  return true;
}

}  // namespace

Result<Migrated, MigrationRefused> migrate(Database& database, std::span<const Migration> migrations,
                                           const Clock& clock) {
  require_numbered(migrations);
  const auto before = database.read([](Connection& connection) { return list_applied(connection); });
  if (auto refusal = find_refusal(before, migrations)) return fail(std::move(*refusal));

  Migrated migrated{int(migrations.size()), 0};
  for (const auto& migration : migrations) {
    if (before.contains(migration.number)) continue;
    const bool applied =
        database.write([&](Connection& connection) { return apply(connection, migration, clock.now()); });
    if (applied) ++migrated.applied;
  }
  return migrated;
}

int load_version(Database& database) {
  const auto applied = database.read([](Connection& connection) { return list_applied(connection); });
  return applied.empty() ? 0 : applied.rbegin()->first;
}

}  // namespace gatehouse::sql
