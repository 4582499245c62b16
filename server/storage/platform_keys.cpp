// SPDX-License-Identifier: Apache-2.0
#include "server/storage/platform_keys.h"

#include <stdexcept>

namespace gatehouse::server::platform_keys {
namespace {

crypto::Cell private_key_cell(std::string_view kid) {
  return {"platform_keys", kid, "sealed_private_key"};
}

}  // namespace

void insert(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
            const PlatformKey& key) {
  connection.query(
      "insert into platform_keys (kid, algorithm, sealed_private_key, created_at, active_at) values (?, ?, "
      "?, "
      "?, ?)",
      key.kid, key.algorithm,
      sealing_key.seal(as_bytes(key.pkcs8.reveal()), private_key_cell(key.kid), random), key.created_at,
      key.active_at);
}

std::vector<PlatformKey> list(sql::Connection& connection, const crypto::SealingKey& sealing_key) {
  const auto rows = connection.query(
      "select kid, algorithm, sealed_private_key, created_at, active_at, withdrawn_at from platform_keys "
      "order by active_at desc, kid");
  std::vector<PlatformKey> keys;
  for (const auto row : rows) {
    auto kid = row.get<std::string>(0);
    auto pkcs8 = sealing_key.open(row.get<Bytes>(2), private_key_cell(kid));
    if (!pkcs8) {
      throw std::runtime_error("the platform key " + kid +
                               " does not open: the master key is another one, or the row was tampered with");
    }
    keys.push_back({std::move(kid), row.get<std::string>(1), std::move(*pkcs8), row.get<Time>(3),
                    row.get<Time>(4), row.get<std::optional<Time>>(5)});
  }
  return keys;
}

bool has_active(sql::Connection& connection, std::string_view algorithm, Time now) {
  return !connection
              .query(
                  "select 1 from platform_keys where algorithm = ? and withdrawn_at is null and active_at <= "
                  "? "
                  "limit 1",
                  algorithm, now)
              .empty();
}

bool activate_next(sql::Connection& connection, std::string_view algorithm, Time now) {
  return connection
             .query(
                 "update platform_keys set active_at = ? where kid = (select kid from platform_keys where "
                 "algorithm = ? and withdrawn_at is null and active_at > ? order by active_at, kid limit 1)",
                 now, algorithm, now)
             .affected() == 1;
}

bool withdraw(sql::Connection& connection, std::string_view kid, Time now) {
  return connection
             .query("update platform_keys set withdrawn_at = ? where kid = ? and withdrawn_at is null", now,
                    kid)
             .affected() == 1;
}

}  // namespace gatehouse::server::platform_keys
