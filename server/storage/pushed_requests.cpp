// SPDX-License-Identifier: Apache-2.0
#include "server/storage/pushed_requests.h"

namespace gatehouse::server::pushed_requests {

void insert(sql::Connection& connection, ByteView uri_hash, const AppId& app, const std::string& parameters,
            const std::string& address, Time expires_at) {
  connection.query(
      "insert into pushed_requests (uri_hash, app_id, parameters, client_address, expires_at) "
      "values (?, ?, ?, ?, ?)",
      uri_hash, app, parameters, address, expires_at);
}

std::optional<PushedRequest> find(sql::Connection& connection, ByteView uri_hash, const AppId& app) {
  const auto rows = connection.query(
      "select parameters, expires_at from pushed_requests where uri_hash = ? and app_id = ?", uri_hash, app);
  if (rows.empty()) return std::nullopt;
  return PushedRequest{rows[0].get<std::string>(0), rows[0].get<Time>(1)};
}

bool remove(sql::Connection& connection, ByteView uri_hash) {
  return connection.query("delete from pushed_requests where uri_hash = ?", uri_hash).affected() == 1;
}

std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from pushed_requests where uri_hash in "
          "(select uri_hash from pushed_requests where expires_at <= ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::pushed_requests
