// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite_connection.h"

#include <cerrno>
#include <fcntl.h>
#include <new>
#include <sqlite3.h>
#include <system_error>
#include <unistd.h>

namespace gatehouse::sql {

namespace {

constexpr int kBusyMilliseconds = 1000;
constexpr int kLogKeptBytes = 16 * 1024 * 1024;

void bind(sqlite3_stmt* prepared, int index, const Value& value) {
  struct Bind {
    sqlite3_stmt* to;
    int at;
    void operator()(Null) const { sqlite3_bind_null(to, at); }
    void operator()(std::int64_t number) const { sqlite3_bind_int64(to, at, number); }
    void operator()(double number) const { sqlite3_bind_double(to, at, number); }
    void operator()(const std::string& text) const {
      sqlite3_bind_text64(to, at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    void operator()(const Bytes& bytes) const {
      // A null pointer would bind NULL instead of an empty blob.
      sqlite3_bind_blob64(to, at, bytes.empty() ? "" : static_cast<const void*>(bytes.data()), bytes.size(),
                          SQLITE_STATIC);
    }
  };
  std::visit(Bind{prepared, index}, value);
}

Value column(sqlite3_stmt* prepared, int index) {
  switch (sqlite3_column_type(prepared, index)) {
    case SQLITE_INTEGER:
      return std::int64_t(sqlite3_column_int64(prepared, index));
    case SQLITE_FLOAT:
      return sqlite3_column_double(prepared, index);
    case SQLITE_TEXT: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(prepared, index));
      return std::string(text, std::size_t(sqlite3_column_bytes(prepared, index)));
    }
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(prepared, index));
      return Bytes(bytes, bytes + sqlite3_column_bytes(prepared, index));
    }
    default:
      return Null{};
  }
}

/// What the system said when writing this file failed last.
int last_system_error(sqlite3* handle, int which_file) {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(handle, "main", which_file, &file);
  int reason = 0;
  if (file != nullptr && file->pMethods != nullptr) {
    file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &reason);
  }
  return reason;
}

/// SQLite has a code for ENOSPC, but none for quotas and size limits.
bool out_of_space(sqlite3* handle, int code) {
  if (code == SQLITE_IOERR_SHMSIZE) return true;
  if (code != SQLITE_IOERR_WRITE) return false;
  for (const int file : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    const int reason = last_system_error(handle, file);
    if (reason == EDQUOT || reason == EFBIG) return true;
  }
  return false;
}

ErrorKind kind_of(int code, SqliteConnection::Mode mode) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorKind::unique;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorKind::foreign_key;
    default:
      break;
  }
  const bool writer = mode == SqliteConnection::Mode::writer;
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return ErrorKind::constraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:
      return ErrorKind::busy;
    case SQLITE_FULL:
      return ErrorKind::full;
    case SQLITE_READONLY:
      return writer ? ErrorKind::full : ErrorKind::statement;
    case SQLITE_IOERR:
      return writer ? ErrorKind::full : ErrorKind::lost;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return ErrorKind::lost;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorKind::damaged;
    default:
      return ErrorKind::statement;
  }
}

}  // namespace

void SqliteConnection::Close::operator()(sqlite3* handle) const {
  sqlite3_close_v2(handle);
}

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteConnection::SqliteConnection(const std::string& path, Mode mode) : mode_(mode) {
  const int access = mode == Mode::writer ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, access | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) {
    const int reason = handle == nullptr ? 0 : sqlite3_system_errno(handle);
    throw Error(ErrorKind::lost, path + " can't be opened: " +
                                     (reason == 0 ? std::string(sqlite3_errstr(code))
                                                  : std::generic_category().message(reason)));
  }
  sqlite3_extended_result_codes(handle, 1);
  configure();
  if (mode == Mode::writer && sqlite3_db_readonly(handle, "main") == 1) {
    throw Error(ErrorKind::lost, path + " may not be written: check its owner and permissions");
  }
}

SqliteConnection::~SqliteConnection() {
  statements_.clear();
}

void SqliteConnection::configure() {
  sqlite3* handle = handle_.get();
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  // https://sqlite.org/security.html: the file itself is not trusted to be harmless.
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  run_script("pragma cell_size_check = on");
  if (mode_ == Mode::reader) {
    sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    run_script("pragma query_only = on");
    return;
  }
  const auto journal = query("pragma journal_mode = wal").first().get<std::string>(0);
  if (journal != "wal") throw Error(ErrorKind::lost, "the database can't be put into WAL mode");
  run_script("pragma synchronous = full; pragma journal_size_limit = " + std::to_string(kLogKeptBytes));
  sqlite3_wal_hook(
      handle,
      [](void* connection, sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(connection)->log_pages_ = pages;
        return SQLITE_OK;
      },
      this);
}

SqliteConnection::Statement SqliteConnection::prepare(std::string_view statement, const char** rest) {
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), statement.data(), int(statement.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, rest);
  if (code != SQLITE_OK) fail_with(code, statement, Bound::nothing);
  return Statement(prepared);
}

Rows SqliteConnection::run(std::string_view statement, std::span<const Value> parameters) {
  if (mode_ == Mode::reader && !in_transaction()) {
    constexpr std::string_view kBegin = "begin";
    Statement* begin = statements_.find(kBegin);
    if (begin == nullptr) begin = &statements_.insert(kBegin, prepare(kBegin, nullptr));
    run_prepared(begin->get(), kBegin, {});
  }
  if (Statement* kept = statements_.find(statement)) return run_prepared(kept->get(), statement, parameters);
  const char* rest = statement.data();
  Statement prepared = statement.empty() ? Statement() : prepare(statement, &rest);
  const std::string_view tail = statement.substr(std::size_t(rest - statement.data()));
  if (!prepared || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    throw Error(ErrorKind::statement, "not exactly one statement", statement);
  }
  return run_prepared(statements_.insert(statement, std::move(prepared)).get(), statement, parameters);
}

Rows SqliteConnection::run_prepared(sqlite3_stmt* prepared, std::string_view statement,
                                    std::span<const Value> parameters) {
  if (std::size_t(sqlite3_bind_parameter_count(prepared)) != parameters.size()) {
    throw Error(ErrorKind::statement, "wrong number of parameters", statement);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) bind(prepared, int(i) + 1, parameters[i]);
  const auto changes_before = sqlite3_total_changes64(handle_.get());
  std::vector<Value> cells;
  step_to_end(prepared, statement, cells);
  std::vector<std::string> columns(std::size_t(sqlite3_column_count(prepared)));
  for (std::size_t i = 0; i < columns.size(); ++i) columns[i] = sqlite3_column_name(prepared, int(i));
  const bool changed = sqlite3_total_changes64(handle_.get()) != changes_before;
  return {std::move(columns), std::move(cells), changed ? sqlite3_changes64(handle_.get()) : 0};
}

void SqliteConnection::step_to_end(sqlite3_stmt* prepared, std::string_view statement,
                                   std::vector<Value>& cells) {
  const struct Reset {
    sqlite3_stmt* prepared;
    ~Reset() {
      sqlite3_reset(prepared);
      sqlite3_clear_bindings(prepared);
    }
  } reset{prepared};
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
    const int count = sqlite3_column_count(prepared);
    for (int i = 0; i < count; ++i) cells.push_back(column(prepared, i));
  }
  if (code != SQLITE_DONE) fail_with(code, statement, Bound::values);
}

void SqliteConnection::run_script(std::string_view script) {
  while (!script.empty()) {
    const char* rest = nullptr;
    const Statement prepared = prepare(script, &rest);
    const std::string_view current = script.substr(0, std::size_t(rest - script.data()));
    script.remove_prefix(current.size());
    if (prepared) run_prepared(prepared.get(), current, {});
  }
}

void SqliteConnection::copy_to(const std::string& path) {
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) {
    throw Error(ErrorKind::lost, path + " can't be made: " + std::generic_category().message(errno));
  }
  ::close(made);
  SqliteConnection copy(path, Mode::writer);
  auto* const backup = sqlite3_backup_init(copy.handle_.get(), "main", handle_.get(), "main");
  if (backup == nullptr) copy.fail_with(sqlite3_extended_errcode(copy.handle_.get()), "", Bound::nothing);
  sqlite3_backup_step(backup, -1);  // all pages in one read, so of one moment
  if (const int code = sqlite3_backup_finish(backup); code != SQLITE_OK) {
    copy.fail_with(code, "", Bound::nothing);
  }
  copy.query("pragma journal_mode = delete");
}

bool SqliteConnection::in_transaction() const {
  return sqlite3_get_autocommit(handle_.get()) == 0;
}

void SqliteConnection::end_read() noexcept {
  if (!in_transaction()) return;
  try {
    run("commit", {});
  } catch (const std::exception&) {
    // Ending a read writes nothing; a failure shows at the next statement.
  }
}

void SqliteConnection::interrupt() {
  sqlite3_interrupt(handle_.get());
}

bool SqliteConnection::checkpoint(Checkpoint mode) {
  const bool truncate = mode == Checkpoint::truncate;
  int pages = 0;
  int copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(
      handle_.get(), "main", truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE, &pages,
      &copied);
  if ((code & 0xff) == SQLITE_BUSY) return false;
  if (code != SQLITE_OK) fail_with(code, "checkpoint", Bound::nothing);
  if (truncate) log_pages_ = 0;
  return pages == copied;
}

void SqliteConnection::fail_with(int code, std::string_view statement, Bound bound) {
  code =
      sqlite3_extended_errcode(handle_.get()) == SQLITE_OK ? code : sqlite3_extended_errcode(handle_.get());
  if (code == SQLITE_NOMEM) throw std::bad_alloc();
  if ((code & 0xff) == SQLITE_IOERR && !out_of_space(handle_.get(), code)) disk_failed_ = true;
  // A constraint's text names the constraint only; others may quote what was bound.
  const bool quotable = bound == Bound::nothing || (code & 0xff) == SQLITE_CONSTRAINT;
  throw Error(kind_of(code, mode_), quotable ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code),
              statement);
}

}  // namespace gatehouse::sql
