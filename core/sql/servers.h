// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/base/secret_string.h"
#include "core/sql/database.h"
#include "core/sql/pool.h"

namespace gatehouse::sql {

struct PostgresOptions {
  SecretString url;  ///< `postgresql://user:password@host/database` or libpq's `host=... dbname=...`
  PoolLimits limits;
};

/// PostgreSQL by asynchronous libpq: waiting suspends the fiber. Writes are SERIALIZABLE and tried again
/// after a serialisation failure, reads are REPEATABLE READ READ ONLY.
///
/// Columns: boolean, smallint to bigint, real, double, bytea by their types; timestamps as milliseconds
/// (those without a zone are taken for UTC); numeric, uuid, json, dates and all others as PostgreSQL's text.
/// Text with a NUL character is refused. After an Error inside a transaction only leaving it is possible.
///
/// Makes its connections when they are needed: only a malformed URL throws here, Error(statement).
std::unique_ptr<Database> open_postgres(const PostgresOptions& options);

struct MysqlOptions {
  std::string host;
  std::uint16_t port = 3306;
  std::string unix_socket;  ///< instead of host and port
  std::string user;
  SecretString password;
  std::string database;
  enum class Tls {
    off,
    required,  ///< with the server's certificate checked
  } tls = Tls::off;
  PoolLimits limits;
};

/// MariaDB or MySQL by libmariadb's non-blocking calls. Writes are SERIALIZABLE and tried again after a
/// deadlock, reads have a consistent snapshot (InnoDB). The session is strict and in UTC, `affected` counts
/// rows found.
///
/// Columns: integers, FLOAT and DOUBLE, binary types by their types (BIGINT UNSIGNED beyond 63 bits as text);
/// DATETIME and TIMESTAMP as milliseconds; DECIMAL, JSON, DATE and all others as text. DDL commits by itself.
std::unique_ptr<Database> open_mysql(const MysqlOptions& options);

struct OdbcOptions {
  SecretString connection_string;  ///< `Driver={ODBC Driver 18 for SQL Server};Server=...;UID=...;PWD=...`
  PoolLimits limits;               ///< `connect` and `answer` in whole seconds, where the driver heeds them
};

/// Any database with an ODBC driver, such as SQL Server. Its calls block, so they run on threads of their
/// own, one a connection. Writes are SERIALIZABLE, reads REPEATABLE READ and always rolled back.
///
/// Columns: bit, integers, floating point and binary by their types; timestamps as milliseconds, taken for
/// UTC; decimals, dates, uuid and all others as text.
std::unique_ptr<Database> open_odbc(const OdbcOptions& options);

}  // namespace gatehouse::sql
