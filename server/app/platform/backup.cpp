// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/backup.h"

#include <fcntl.h>
#include <optional>
#include <stdexcept>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "core/base/secret_string.h"
#include "core/base/time_text.h"
#include "core/sql/error.h"
#include "core/sql/sqlite_connection.h"
#include "server/app/platform/checks.h"
#include "server/app/platform/data_folder.h"
#include "server/app/platform/master_key.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

namespace fs = std::filesystem;
using sql::SqliteConnection;
using Mode = SqliteConnection::Mode;

/// So that a file under its new name outlives a loss of power.
void sync_folder_of(const fs::path& file) {
  const auto folder = fs::absolute(file).parent_path();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!is_synced) throw std::runtime_error("the folder " + folder.string() + " can't be written through");
}

void put_key(const fs::path& file, const SecretString& key) {
  SqliteConnection copy(file, Mode::writer);
  copy.run_script("create table backup_key (text text not null) strict");
  copy.query("insert into backup_key (text) values (?)", key.reveal());
  copy.query("pragma journal_mode = delete");
}

/// Takes the key out of the copy, so that it doesn't lie beside what it seals.
std::optional<SecretString> take_key(const fs::path& file) {
  SqliteConnection copy(file, Mode::writer);
  if (copy.query("select 1 from sqlite_schema where name = 'backup_key'").empty()) return std::nullopt;
  SecretString key(copy.query("select text from backup_key").first().get<std::string>(0));
  copy.run_script("pragma secure_delete = on; drop table backup_key");
  copy.query("pragma journal_mode = delete");
  return key;
}

std::optional<std::string> find_problem(const Findings& findings) {
  for (const Finding& finding : findings) {
    if (finding.state == Finding::State::problem) return finding.text;
  }
  return std::nullopt;
}

/// A folder beside the database in which the backup is unpacked and checked. Gone when this is.
class Staging {
 public:
  explicit Staging(const Settings& settings) : settings_(settings) {
    settings_.data = settings.database.path.parent_path() / "restore-unfinished";
    settings_.database.path = settings_.data / "gatehouse.sqlite";
    remove();
    fs::create_directories(settings_.data);
    fs::permissions(settings_.data, fs::perms::owner_all);
  }
  ~Staging() { remove(); }
  Staging(const Staging&) = delete;
  Staging& operator=(const Staging&) = delete;

  [[nodiscard]] const Settings& settings() const { return settings_; }

 private:
  void remove() {
    std::error_code ignored;
    fs::remove_all(settings_.data, ignored);
  }
  Settings settings_;
};

/// Without a failure, the staging folder holds a sound database and, unless the setting has it, its key.
Result<void, std::string> unpack(const Staging& staging, const Settings& target, const fs::path& file) {
  const Settings& staged = staging.settings();
  SqliteConnection(file, Mode::reader).copy_to(staged.database.path);
  if (const auto problem = find_problem(check_database(staged))) {
    return fail(file.string() + " is no backup that can be restored: " + *problem);
  }
  auto key = take_key(staged.database.path);
  if (!key) key = read_master_key_text(target);
  if (key && !target.master_key) {
    if (const auto written = write_master_key(staged, *key); !written) return written;
  }
  const auto problem = find_problem(check_keys(staged));
  if (!problem) return {};
  return fail("The master key that belongs to " + file.string() + " is needed beside it, as " +
              master_key_path(target).string() + " or as GATEHOUSE_MASTER_KEY: " + *problem);
}

std::vector<fs::path> set_aside(const Settings& settings, Time now) {
  const std::string suffix = ".before-restore-" + std::to_string(to_unix_seconds(now));
  std::vector<fs::path> moved;
  const auto move = [&](const fs::path& path, const std::string& tail) {
    if (!fs::exists(path.string() + tail)) return;
    fs::rename(path.string() + tail, path.string() + suffix + tail);
    moved.emplace_back(path.string() + suffix + tail);
  };
  // SQLite finds a log by the name of its database.
  for (const char* tail : {"", "-wal", "-shm"}) move(settings.database.path, tail);
  move(master_key_path(settings), "");
  return moved;
}

/// Proves that it opens, brings it up to date, and notes in its log what happened.
Result<void, std::string> open_restored(const Settings& settings, const Clock& clock, RandomSource& random) {
  const auto opened = open_data_folder(settings, FirstStart::refuse, clock, random);
  if (!opened) return fail(opened.error().text);
  opened->database->write([&](sql::Connection& connection) {
    audit_events::append(
        connection,
        {.at = clock.now(), .action = "platform.restored", .outcome = "success", .actor = "operator"});
  });
  return {};
}

}  // namespace

Result<KeyInBackup, std::string> write_backup(const Settings& settings, const fs::path& file,
                                              KeyInBackup wanted) {
  if (!fs::exists(settings.database.path)) {
    return fail("There is no database " + settings.database.path.string() +
                " to copy; name the right data folder with --data.");
  }
  if (fs::exists(file)) return fail(file.string() + " exists already; name a new file.");
  const fs::path unfinished = file.string() + ".unfinished";
  try {
    fs::remove(unfinished);
    SqliteConnection(settings.database.path, Mode::reader).copy_to(unfinished);
    const auto key = wanted == KeyInBackup::included ? read_master_key_text(settings) : std::nullopt;
    if (key) put_key(unfinished, *key);
    fs::rename(unfinished, file);
    sync_folder_of(file);
    return key ? KeyInBackup::included : KeyInBackup::left_out;
  } catch (const std::exception& error) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    return fail("The backup " + file.string() + " can't be written: " + error.what());
  }
}

Result<std::vector<fs::path>, std::string> restore_backup(const Settings& settings, const fs::path& file,
                                                          const Clock& clock, RandomSource& random) {
  if (!fs::is_regular_file(file)) return fail(file.string() + " is no file; name a backup.");
  std::vector<fs::path> aside;
  {
    const auto lock = take_data_folder(settings);
    if (!lock) return fail(lock.error().text);
    try {
      const Staging staging(settings);
      if (const auto unpacked = unpack(staging, settings, file); !unpacked) return fail(unpacked.error());
      aside = set_aside(settings, clock.now());
      if (!settings.master_key) fs::rename(master_key_path(staging.settings()), master_key_path(settings));
      fs::rename(staging.settings().database.path, settings.database.path);
      sync_folder_of(settings.database.path);
    } catch (const std::exception& error) {
      return fail(file.string() + " can't be restored: " + error.what());
    }
  }
  if (const auto opened = open_restored(settings, clock, random); !opened) return fail(opened.error());
  return aside;
}

}  // namespace gatehouse::server
