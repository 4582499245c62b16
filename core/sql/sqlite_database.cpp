// SPDX-License-Identifier: Apache-2.0
#include "core/sql/sqlite.h"
#include "core/sql/sqlite_connection.h"
#include "core/sql/sqlite_file.h"
#include "core/sql/sqlite_readers.h"
#include "core/sql/sqlite_writer.h"

namespace gatehouse::sql {

namespace {

/// Opens the connection that will write and finds damage before anything is written.
std::unique_ptr<SqliteConnection> open_writer(const SqliteFile& file, std::uint64_t check_below_bytes) {
  auto connection = std::make_unique<SqliteConnection>(file.path(), SqliteConnection::Mode::writer);
  connection->query("select count(*) from sqlite_schema");
  if (file.size() < check_below_bytes) {
    const auto found = connection->query("pragma quick_check(1)").first().get<std::string>(0);
    if (found != "ok") {
      // The first line only names the schema.
      throw Error(ErrorKind::damaged, file.path() + " is damaged: " + found.substr(found.rfind('\n') + 1));
    }
  }
  connection->checkpoint(SqliteConnection::Checkpoint::truncate);  // what the last process left in the log
  return connection;
}

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const SqliteOptions& options)
      : file_(options),
        connection_(open_writer(file_, options.check_below_bytes)),
        readers_(options.path),
        writer_(*connection_, file_, readers_, options.queue_limit) {}

  [[nodiscard]] Dialect dialect() const override { return Dialect::sqlite; }
  void check() override {
    writer_.check();
    file_.check_same();
    if (file_.size() == 0) throw Error(ErrorKind::damaged, file_.path() + " has been emptied");
    read([](Connection& connection) { connection.query("select count(*) from sqlite_schema"); });
  }
  [[nodiscard]] WriteStats write_stats() const override { return writer_.stats(); }

 protected:
  void run_read(const Step& step) override { readers_.run(step); }
  void run_write(const Step& step) override { writer_.run(step); }

 private:
  // Destroyed from the last to the first: the writer ends, the readers close, then the last connection
  // copies the log into the database and removes it, and the lock goes.
  SqliteFile file_;
  std::unique_ptr<SqliteConnection> connection_;
  SqliteReaders readers_;
  SqliteWriter writer_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(SqliteOptions options) {
  return std::make_unique<SqliteDatabase>(options);
}

}  // namespace gatehouse::sql
