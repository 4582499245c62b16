// SPDX-License-Identifier: Apache-2.0
#include "tests/databases/backend.h"

#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <stdexcept>
#include <unistd.h>

#include "core/sql/servers.h"
#include "core/sql/sqlite.h"
#include "tests/servers/test_server.h"

/// PostgreSQL's ODBC driver keeps a little of every connection that broke.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:psqlodbcw.so\n";
}

namespace gatehouse::test {

namespace {

/// A folder that goes with the program.
const std::string& sqlite_folder() {
  struct Folder {
    std::string path = std::filesystem::temp_directory_path() / "databases-XXXXXX";
    Folder() {
      if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("mkdtemp");
    }
    ~Folder() { std::filesystem::remove_all(path); }
  };
  static const Folder folder;
  return folder.path;
}

std::string reason_to_skip(const TestServer& server) {
  if (!server.address().empty()) return "";
  if (server.missing()) return server.reason();
  throw std::runtime_error("the server did not start: " + server.reason());
}

Backend sqlite() {
  return {.name = "Sqlite",
          .open =
              [] {
                return sql::open_sqlite({.path = sqlite_folder() + "/data.db",
                                         .missing = sql::SqliteOptions::Missing::create,
                                         .ownership = sql::SqliteOptions::Ownership::shared});
              },
          .blob_type = "blob",
          .double_type = "real",
          .cut_connections = nullptr,
          .skip_reason = [] { return std::string(); }};
}

Backend postgres() {
  return {.name = "Postgres",
          .open =
              [] {
                return sql::open_postgres({.url = SecretString("host=" + TestServer::postgres().address() +
                                                               " user=gatehouse dbname=postgres"),
                                           .limits = {.connections = 4}});
              },
          .blob_type = "bytea",
          .double_type = "double precision",
          .cut_connections =
              [](sql::Database& database) {
                database.read([](sql::Connection& connection) {
                  connection.query(
                      "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() "
                      "and backend_type = 'client backend'");
                });
              },
          .skip_reason = [] { return reason_to_skip(TestServer::postgres()); }};
}

Backend mariadb() {
  return {.name = "Mariadb",
          .open =
              [] {
                return sql::open_mysql({.host = "localhost",
                                        .unix_socket = TestServer::mariadb().address(),
                                        .user = "root",
                                        .database = "gatehouse",
                                        .limits = {.connections = 4}});
              },
          .blob_type = "longblob",
          .double_type = "double",
          .text_type = "longtext",
          .cut_connections =
              [](sql::Database& database) {
                database.read([](sql::Connection& connection) {
                  const auto others = connection.query(
                      "select id from information_schema.processlist where user = 'root' and id <> "
                      "connection_id()");
                  for (const auto other : others) {
                    connection.run_script("kill " + std::to_string(other.get<std::int64_t>(0)));
                  }
                });
              },
          .skip_reason = [] { return reason_to_skip(TestServer::mariadb()); }};
}

Backend odbc() {
  auto backend = postgres();
  backend.name = "Odbc";
  backend.open = [] {
    const std::string settings = std::string("Driver=") + kOdbcDriver +
                                 ";Servername=" + TestServer::postgres().address() +
                                 ";Username=gatehouse;Database=postgres;BoolsAsChar=0;ByteaAsLongVarBinary=1";
    return sql::open_odbc({.connection_string = SecretString(settings), .limits = {.connections = 4}});
  };
  backend.skip_reason = [] {
    if (!std::filesystem::exists(kOdbcDriver))
      return std::string("no ODBC driver is installed (apt install odbc-postgresql)");
    return reason_to_skip(TestServer::postgres());
  };
  return backend;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Backend& backend) {
  return out << backend.name;
}

std::vector<Backend> list_servers() {
  return {postgres(), mariadb(), odbc()};
}

std::vector<Backend> list_backends() {
  auto backends = list_servers();
  backends.insert(backends.begin(), sqlite());
  return backends;
}

}  // namespace gatehouse::test
