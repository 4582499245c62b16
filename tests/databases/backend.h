// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "core/sql/database.h"

namespace gatehouse::test {

/// A kind of database under test, and the words in which it differs.
struct Backend {
  std::string name;
  /// A new Database on the same data; only after `skip_reason` said nothing.
  std::function<std::unique_ptr<sql::Database>()> open;
  std::string blob_type;
  std::string double_type;
  std::string text_type = "text";  ///< of 100,000 characters and more
  /// Ends all connections but the given database's own; null for SQLite.
  std::function<void(sql::Database& database)> cut_connections;
  /// Why it can't be tested here; empty when it can.
  std::function<std::string()> skip_reason;
};

std::ostream& operator<<(std::ostream& out, const Backend& backend);

/// Of Debian's odbc-postgresql.
inline constexpr const char* kOdbcDriver = "/usr/lib/x86_64-linux-gnu/odbc/psqlodbcw.so";

/// Every database that core/sql opens; `servers` are those reached over a connection.
std::vector<Backend> list_servers();
std::vector<Backend> list_backends();

}  // namespace gatehouse::test
