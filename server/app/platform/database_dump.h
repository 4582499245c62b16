// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/sql/sqlite.h"

namespace gatehouse::server {

/// Every value of every table, as SQL writes it (texts quoted, blobs in hexadecimal), in a fixed order. The
/// platform must not be running.
[[nodiscard]] inline std::vector<std::string> dump_database(const std::filesystem::path& path) {
  std::vector<std::string> values;
  const auto database = sql::open_sqlite({.path = path});
  database->read([&](sql::Connection& connection) {
    const auto tables = connection.query("select name from sqlite_master where type = 'table' order by name");
    for (const auto& table : tables) {
      const auto name = table.get<std::string>(0);
      const auto columns = connection.query("select name from pragma_table_info(?)", name);
      std::string quoted;
      std::string order;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        quoted += (i == 0 ? "quote(\"" : ", quote(\"") + columns[i].get<std::string>(0) + "\")";
        order += (i == 0 ? "" : ", ") + std::to_string(i + 1);
      }
      const auto rows = connection.run("select " + quoted + " from \"" + name + "\" order by " + order, {});
      values.push_back("table " + name);
      for (const auto& row : rows) {
        for (std::size_t i = 0; i < columns.size(); ++i) values.push_back(row.get<std::string>(i));
      }
    }
  });
  return values;
}

}  // namespace gatehouse::server
