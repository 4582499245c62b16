// SPDX-License-Identifier: Apache-2.0
#include "server/storage/client_assertions.h"

namespace gatehouse::server::client_assertions {

Use note(sql::Connection& connection, const AppId& app, ByteView id_hash, Time expires_at) {
  const auto rows = connection.query(
      "insert into used_client_assertions (app_id, id_hash, expires_at) values (?, ?, ?) "
      "on conflict do nothing",
      app, id_hash, expires_at);
  return rows.affected() == 1 ? Use::first : Use::repeated;
}

std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from used_client_assertions where (app_id, id_hash) in "
          "(select app_id, id_hash from used_client_assertions where expires_at <= ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::client_assertions
