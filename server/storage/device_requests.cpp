// SPDX-License-Identifier: Apache-2.0
#include "server/storage/device_requests.h"

namespace gatehouse::server::device_requests {
namespace {

constexpr std::string_view kSelect =
    "select user_code, app_id, scope, grant_id, refused, poll_interval, last_poll_at, created_at, expires_at "
    "from device_requests ";

DeviceRequest to_request(const sql::Rows::Row& row) {
  return {row.get<std::string>(0), row.get<AppId>(1),
          row.get<std::string>(2), row.get<std::optional<GrantId>>(3),
          row.get<bool>(4),        std::chrono::seconds(row.get<std::int64_t>(5)),
          row.get<Time>(6),        row.get<Time>(7),
          row.get<Time>(8)};
}

}  // namespace

Inserted insert(sql::Connection& connection, const DeviceRequest& request, ByteView device_hash) {
  const auto rows = connection.query(
      "insert into device_requests (device_hash, user_code, app_id, scope, poll_interval, created_at, "
      "expires_at, client_address) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
      device_hash, request.user_code, request.app_id, request.scope, request.poll_interval.count(),
      request.created_at, request.expires_at, request.client_address);
  return rows.affected() == 1 ? Inserted::yes : Inserted::code_taken;
}

std::optional<DeviceRequest> find(sql::Connection& connection, ByteView device_hash) {
  static const std::string statement = std::string(kSelect) + "where device_hash = ?";
  const auto rows = connection.query(statement, device_hash);
  if (rows.empty()) return std::nullopt;
  return to_request(rows[0]);
}

std::optional<DeviceRequest> find_waiting(sql::Connection& connection, const std::string& user_code,
                                          Time now) {
  static const std::string statement =
      std::string(kSelect) + "where user_code = ? and grant_id is null and refused = 0 and expires_at > ?";
  const auto rows = connection.query(statement, user_code, now);
  if (rows.empty()) return std::nullopt;
  return to_request(rows[0]);
}

bool allow(sql::Connection& connection, const std::string& user_code, const GrantId& grant) {
  return connection
             .query(
                 "update device_requests set grant_id = ? where user_code = ? and grant_id is null and "
                 "refused = 0",
                 grant, user_code)
             .affected() == 1;
}

bool refuse(sql::Connection& connection, const std::string& user_code) {
  return connection
             .query("update device_requests set refused = 1 where user_code = ? and grant_id is null",
                    user_code)
             .affected() == 1;
}

void note_poll(sql::Connection& connection, ByteView device_hash, std::chrono::seconds interval, Time now) {
  connection.query("update device_requests set poll_interval = ?, last_poll_at = ? where device_hash = ?",
                   interval.count(), now, device_hash);
}

bool remove(sql::Connection& connection, ByteView device_hash) {
  return connection.query("delete from device_requests where device_hash = ?", device_hash).affected() == 1;
}

std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from device_requests where device_hash in "
          "(select device_hash from device_requests where expires_at <= ? limit ?)",
          before, limit)
      .affected();
}

}  // namespace gatehouse::server::device_requests
