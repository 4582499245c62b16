// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/data_folder.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/sql/sqlite.h"
#include "server/app/platform/master_key.h"
#include "server/storage/migrations.h"
#include "server/storage/user_index.h"

namespace gatehouse::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUsersIndexedAtOnce = 20'000;

/// As long as this empty folder stands, the first start was not finished and nobody has been told the set-up
/// link.
fs::path unfinished_mark(const Settings& settings) {
  return settings.data / "first-start-unfinished";
}

std::string no_platform(const Settings& settings) {
  return "There is no platform in " + settings.data.string() +
         " yet. Start one with: gatehouse serve --data " + settings.data.string();
}

enum class Contents { nothing, unfinished_first_start, something };

Result<Contents, std::string> look_into(const Settings& settings) {
  std::error_code error;
  const fs::directory_iterator entries(settings.data, error);
  if (error) {
    return fail("The data folder " + settings.data.string() + " can't be read: " + error.message() +
                ". Check its owner and permissions.");
  }
  if (entries == fs::directory_iterator()) return Contents::nothing;
  return fs::exists(unfinished_mark(settings), error) ? Contents::unfinished_first_start
                                                      : Contents::something;
}

bool holds_no_platform(const Settings& settings) {
  std::error_code error;
  return !fs::exists(master_key_path(settings), error) && !fs::exists(settings.database.path, error);
}

void remove_unfinished(const Settings& settings) {
  std::error_code ignored;
  for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
    fs::remove(fs::path(settings.database.path.string() + suffix), ignored);
  }
  fs::remove(master_key_path(settings), ignored);
}

/// An absent folder becomes an empty one, and nothing else changes.
Result<void, std::string> make_folder(const Settings& settings) {
  std::error_code error;
  if (settings.data.has_parent_path()) fs::create_directories(settings.data.parent_path(), error);
  if (::mkdir(settings.data.c_str(), 0700) == 0 || errno == EEXIST) return {};
  return fail("The data folder " + settings.data.string() +
              " can't be made. Check the permissions of its parent.");
}

/// Locks the folder itself, so that of two first starts at once the second finds the work of the first.
Result<FolderLock, OpenFailure> lock_folder(const Settings& settings) {
  const int descriptor = ::open(settings.data.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    const std::string reason =
        errno == ENOTDIR ? "is not a folder" : "can't be opened: " + std::generic_category().message(errno);
    return fail(OpenFailure{OpenFailure::Kind::other, "The data folder " + settings.data.string() + " " +
                                                          reason + ". Name another with --data."});
  }
  FolderLock lock(descriptor);
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  return fail(OpenFailure{OpenFailure::Kind::in_use,
                          "Another Gatehouse process is using the data folder " + settings.data.string() +
                              ". Stop it first, or name another folder with --data."});
}

Result<void, std::string> begin_first_start(const Settings& settings, RandomSource& random) {
  std::error_code error;
  fs::permissions(settings.data, fs::perms::owner_all, error);
  if (::mkdir(unfinished_mark(settings).c_str(), 0700) != 0) {
    return fail("The data folder " + settings.data.string() +
                " can't be written. Check its owner and permissions.");
  }
  if (fs::exists(settings.database.path, error)) {
    fs::remove(unfinished_mark(settings), error);
    return fail("The database " + settings.database.path.string() + " exists, but the data folder " +
                settings.data.string() + " is new. Name the folder that belongs to it with --data.");
  }
  return make_master_key(settings, random);
}

std::string explain(const Settings& settings, const sql::Error& error) {
  const auto path = settings.database.path.string();
  switch (error.kind()) {
    case sql::ErrorKind::lost:
      return "The database " + path +
             " is missing or can't be opened, though the data folder is not empty. Restore it "
             "from your backup, or name an empty folder with --data to begin anew. (" +
             error.what() + ")";
    case sql::ErrorKind::damaged:
      return "The database " + path + " is damaged. Restore it from your backup. (" +
             std::string(error.what()) + ")";
    case sql::ErrorKind::busy:
      return "Another Gatehouse process is using the database " + path +
             ". Stop it first, or name another folder with --data.";
    case sql::ErrorKind::full:
      return "The disk that holds " + path + " is full.";
    default:
      return "The database " + path + " can't be opened: " + error.what();
  }
}

/// Enters users into the search index who were there before it. Goes on where a killed process stopped.
void index_users(sql::Database& database) {
  while (database.write(
      [](sql::Connection& connection) { return user_index::add_missing(connection, kUsersIndexedAtOnce); })) {
  }
}

Result<std::unique_ptr<sql::Database>, std::string> open_database(const Settings& settings,
                                                                  FirstStart first_start,
                                                                  const Clock& clock) {
  using Missing = sql::SqliteOptions::Missing;
  try {
    auto database =
        sql::open_sqlite({.path = settings.database.path.string(),
                          .missing = first_start == FirstStart::allow ? Missing::create : Missing::refuse});
    // An empty file where a database should be is a lost one.
    if (first_start == FirstStart::refuse && sql::load_version(*database) == 0) {
      return fail("The database " + settings.database.path.string() +
                  " is empty. Restore it from your backup.");
    }
    const auto migrated = sql::migrate(*database, sqlite_migrations(), clock);
    if (!migrated) return fail(migrated.error().text);
    index_users(*database);
    return database;
  } catch (const sql::Error& error) {
    return fail(explain(settings, error));
  }
}

}  // namespace

Result<FolderLock, OpenFailure> take_data_folder(const Settings& settings) {
  if (const auto made = make_folder(settings); !made) {
    return fail(OpenFailure{OpenFailure::Kind::other, made.error()});
  }
  return lock_folder(settings);
}

Result<DataFolder, OpenFailure> open_data_folder(const Settings& settings, FirstStart first_start,
                                                 const Clock& clock, RandomSource& random) {
  const auto give_up = [](std::string text) {
    return fail(OpenFailure{OpenFailure::Kind::other, std::move(text)});
  };
  if (first_start == FirstStart::allow) {
    if (const auto made = make_folder(settings); !made) return give_up(made.error());
  } else if (!fs::exists(settings.data)) {
    return give_up(no_platform(settings));
  }
  auto lock = lock_folder(settings);
  if (!lock) return fail(lock.error());
  const auto contents = look_into(settings);
  if (!contents) return give_up(contents.error());
  const bool is_first = *contents != Contents::something;
  if (!is_first && holds_no_platform(settings)) {
    return give_up("The folder " + settings.data.string() +
                   " is not empty and holds neither a database nor a key of Gatehouse. Name the right one, "
                   "or an empty one, with --data.");
  }
  if (is_first && first_start == FirstStart::refuse) return give_up(no_platform(settings));
  std::error_code ignored;
  if (*contents == Contents::unfinished_first_start) {
    remove_unfinished(settings);
    fs::remove(unfinished_mark(settings), ignored);
  }
  if (is_first) {
    if (const auto begun = begin_first_start(settings, random); !begun) return give_up(begun.error());
  }
  auto key = load_master_key(settings);
  if (!key) return give_up(key.error());
  auto marking_key = load_marking_key(settings);
  if (!marking_key) return give_up(marking_key.error());
  auto challenge_key = load_challenge_key(settings);
  if (!challenge_key) return give_up(challenge_key.error());
  auto database = open_database(settings, is_first ? FirstStart::allow : FirstStart::refuse, clock);
  if (!database) return give_up(database.error());
  if (is_first) fs::remove(unfinished_mark(settings), ignored);
  return DataFolder{std::move(*lock),        std::move(*database),      std::move(*key),
                    std::move(*marking_key), std::move(*challenge_key), is_first};
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace gatehouse::server
