// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/time_text.h"
#include "core/sql/sqlite_connection.h"
#include "server/app/platform/checks.h"
#include "server/storage/migrations.h"

namespace gatehouse::server {
namespace {

using State = Finding::State;
using sql::SqliteConnection;

Finding problem(const std::string& subject, std::string text, std::string mend) {
  return {subject, State::problem, std::move(text), std::move(mend)};
}

/// Permission bits; absent when there is nothing there.
std::optional<mode_t> find_mode(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mode & 07777;
}

std::int64_t first_number(SqliteConnection& connection, std::string_view statement) {
  return connection.query(statement).first().get<std::optional<std::int64_t>>(0).value_or(0);
}

}  // namespace

Findings check_data_folder(const Settings& settings) {
  const std::string subject = "data folder";
  const std::string path = settings.data;
  if (!std::filesystem::is_directory(settings.data)) {
    return {problem(subject, path + " is no folder",
                    "name the right one with --data, or make it by starting gatehouse serve")};
  }
  if (access(path.c_str(), R_OK | W_OK | X_OK) != 0) {
    return {
        problem(subject, path + " can't be read and written by this user", "run as the user who owns it")};
  }
  if ((find_mode(settings.data).value_or(0) & 077) != 0) {
    return {{subject, State::warning, path + " is open to other users of this machine", "chmod 700 " + path}};
  }
  return {{subject, State::ok, path + ", closed to other users"}};
}

Findings check_database(const Settings& settings, Depth depth) {
  const std::string subject = "database";
  const std::string path = settings.database.path;
  const std::string restore = "stop the server and put a backup in its place";
  if (!std::filesystem::exists(settings.database.path)) {
    return {
        problem(subject, path + " is missing", "put a backup in its place, or name the right data folder")};
  }
  try {
    SqliteConnection connection(path, SqliteConnection::Mode::reader);
    if (depth == Depth::thorough) {
      const auto verdict = connection.query("pragma quick_check(1)").first().get<std::string>(0);
      // The first line only names the schema.
      const auto what = verdict.substr(verdict.rfind('\n') + 1);
      if (verdict != "ok") return {problem(subject, path + " is damaged: " + what, restore)};
    }
    const auto known = static_cast<std::int64_t>(sqlite_migrations().size());
    const auto applied = first_number(connection, "select max(number) from schema_migrations");
    const std::string schema = "schema " + std::to_string(applied) + " of " + std::to_string(known);
    if (applied > known)
      return {problem(subject, schema + ": made by a later version", "upgrade this program")};
    if (applied < known)
      return {{subject, State::warning, schema, "starting gatehouse serve brings it up to date"}};
    const char* whole = depth == Depth::thorough ? " opens, is whole, " : " opens, ";
    return {{subject, State::ok, path + whole + schema}};
  } catch (const sql::Error& error) {
    return {problem(subject, path + " can't be used: " + error.what(), restore)};
  }
}

Findings check_clock(const Settings& settings, const Clock& clock) {
  const std::string subject = "clock";
  try {
    SqliteConnection connection(settings.database.path, SqliteConnection::Mode::reader);
    const Time newest(std::chrono::milliseconds(
        // Every change is an event, and the last one has the highest number.
        first_number(connection,
                     "select max(at) from (select at from audit_events order by id desc limit 1)")));
    if (clock.now() + std::chrono::minutes(1) < newest) {
      return {problem(
          subject,
          "it says " + to_rfc3339(clock.now()) + ", but the newest record is of " + to_rfc3339(newest),
          "set the machine's clock, best by NTP; tokens are judged by it")};
    }
    return {{subject, State::ok, to_rfc3339(clock.now()) + ", later than every record"}};
  } catch (const sql::Error& error) {
    return {problem(subject, std::string("the newest record can't be read: ") + error.what(),
                    "mend the database first")};
  }
}

}  // namespace gatehouse::server
