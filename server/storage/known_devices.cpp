// SPDX-License-Identifier: Apache-2.0
#include "server/storage/known_devices.h"

namespace gatehouse::server::known_devices {

Seen note(sql::Connection& connection, const UserId& user, ByteView device_hash, Time now) {
  const auto seen =
      connection.query("update known_devices set last_seen_at = ? where user_id = ? and device_hash = ?", now,
                       user, device_hash);
  if (seen.affected() == 1) return Seen::before;
  const bool has_others =
      !connection.query("select 1 from known_devices where user_id = ? limit 1", user).empty();
  connection.query(
      "insert into known_devices (user_id, device_hash, first_seen_at, last_seen_at) values (?, ?, ?, ?)",
      user, device_hash, now, now);
  connection.query(
      "delete from known_devices where user_id = ? and device_hash not in (select device_hash from "
      "known_devices where user_id = ? order by last_seen_at desc, device_hash = ? desc limit ?)",
      user, user, device_hash, kMostOfUser);
  return has_others ? Seen::newly : Seen::first;
}

bool is_known(sql::Connection& connection, std::string_view canonical_email, ByteView device_hash) {
  return !connection
              .query(
                  "select 1 from users join known_devices on known_devices.user_id = users.id "
                  "where users.email = ? and known_devices.device_hash = ?",
                  canonical_email, device_hash)
              .empty();
}

}  // namespace gatehouse::server::known_devices
