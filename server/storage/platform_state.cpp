// SPDX-License-Identifier: Apache-2.0
#include "server/storage/platform_state.h"

namespace gatehouse::server::platform_state {

std::optional<std::string> find(sql::Connection& connection, std::string_view name) {
  const auto rows = connection.query("select value from settings where name = ?", name);
  if (rows.empty()) return std::nullopt;
  return rows[0].get<std::string>(0);
}

void put(sql::Connection& connection, std::string_view name, std::string_view value) {
  connection.query(
      "insert into settings (name, value) values (?, ?) on conflict (name) do update set value = "
      "excluded.value",
      name, value);
}

bool remove(sql::Connection& connection, std::string_view name) {
  return connection.query("delete from settings where name = ?", name).affected() == 1;
}

}  // namespace gatehouse::server::platform_state
