// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/open_data_source.h"

#include "core/sql/servers.h"
#include "core/sql/sqlite.h"
#include "gatehouse/env.h"

namespace gatehouse::sdk {

namespace {

sql::PoolLimits to_limits(const DataSourceOptions& options) {
  return {.connections = options.pool_size,
          .wait = options.wait_limit,
          .connect = options.wait_limit,
          .answer = options.answer_limit};
}

std::unique_ptr<sql::Database> open_sqlite(const DataSourceOptions& options) {
  if (options.path.empty()) throw StartError("data source " + options.name + ": sqlite needs a path");
  const bool create = options.missing == DataSourceOptions::Missing::create;
  return sql::open_sqlite(
      {.path = options.path,
       .missing = create ? sql::SqliteOptions::Missing::create : sql::SqliteOptions::Missing::refuse,
       .ownership = sql::SqliteOptions::Ownership::shared});
}

/// A value of libpq's `name='value'` (section 34.1.1.1 of PostgreSQL's manual).
std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char character : value) {
    if (character == '\'' || character == '\\') text += '\\';
    text += character;
  }
  return text + "'";
}

SecretString to_connection_info(const DataSourceOptions& options) {
  if (!options.url.empty()) return SecretString(options.url);
  const auto& host = options.unix_socket.empty() ? options.host : options.unix_socket;
  std::string info = "host=" + quoted(host) + " dbname=" + quoted(options.database);
  if (options.port != 0) info += " port=" + std::to_string(options.port);
  if (!options.user.empty()) info += " user=" + quoted(options.user);
  if (!options.password.empty()) info += " password=" + quoted(options.password);
  if (options.tls == DataSourceOptions::Tls::required) info += " sslmode=verify-full";
  return SecretString(info);
}

std::unique_ptr<sql::Database> open_mysql(const DataSourceOptions& options) {
  if (!options.url.empty()) {
    throw StartError("data source " + options.name +
                     ": mysql takes host, user, password and database, no url");
  }
  const bool tls = options.tls == DataSourceOptions::Tls::required;
  return sql::open_mysql({.host = options.host,
                          .port = options.port == 0 ? std::uint16_t(3306) : options.port,
                          .unix_socket = options.unix_socket,
                          .user = options.user,
                          .password = SecretString(options.password),
                          .database = options.database,
                          .tls = tls ? sql::MysqlOptions::Tls::required : sql::MysqlOptions::Tls::off,
                          .limits = to_limits(options)});
}

std::unique_ptr<sql::Database> open_odbc(const DataSourceOptions& options) {
  if (options.url.empty()) {
    throw StartError("data source " + options.name + ": odbc needs its connection string as url");
  }
  return sql::open_odbc({.connection_string = SecretString(options.url), .limits = to_limits(options)});
}

}  // namespace

std::unique_ptr<sql::Database> open_database(const DataSourceOptions& options) {
  if (options.pool_size == 0) throw StartError("data source " + options.name + ": pool_size is at least 1");
  if (options.type == "sqlite") return open_sqlite(options);
  if (options.type == "postgres") {
    return sql::open_postgres({.url = to_connection_info(options), .limits = to_limits(options)});
  }
  if (options.type == "mysql") return open_mysql(options);
  if (options.type == "odbc") return open_odbc(options);
  throw StartError("data source " + options.name + ": type is sqlite, postgres, mysql or odbc, not \"" +
                   options.type + "\"");
}

}  // namespace gatehouse::sdk
