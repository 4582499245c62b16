// SPDX-License-Identifier: Apache-2.0
#include "server/storage/platform_keys.h"

#include <stdexcept>

namespace gatehouse::server::platform_keys {
namespace {

crypto::Cell private_key_cell(std::string_view kid) {
  return {"platform_keys", kid, "sealed_private_key"};
}

}  // namespace

std::string_view to_text(Purpose purpose) {
  return purpose == Purpose::identity ? "identity" : "app_tokens";
}

std::optional<Purpose> parse_purpose(std::string_view text) {
  for (const auto purpose : kPurposes) {
    if (text == to_text(purpose)) return purpose;
  }
  return std::nullopt;
}

void insert(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
            const PlatformKey& key) {
  connection.query(
      "insert into platform_keys (kid, purpose, algorithm, sealed_private_key, created_at, active_at) "
      "values (?, ?, ?, ?, ?, ?)",
      key.kid, to_text(key.job.purpose), key.job.algorithm,
      sealing_key.seal(as_bytes(key.pkcs8.reveal()), private_key_cell(key.kid), random), key.created_at,
      key.active_at);
}

std::vector<PlatformKey> list(sql::Connection& connection, const crypto::SealingKey& sealing_key) {
  const auto rows = connection.query(
      "select kid, purpose, algorithm, sealed_private_key, created_at, active_at, withdrawn_at "
      "from platform_keys order by active_at desc, kid");
  std::vector<PlatformKey> keys;
  for (const auto row : rows) {
    auto kid = row.get<std::string>(0);
    auto pkcs8 = sealing_key.open(row.get<Bytes>(3), private_key_cell(kid));
    if (!pkcs8) {
      throw std::runtime_error("the platform key " + kid +
                               " does not open: the master key is another one, or the row was tampered with");
    }
    keys.push_back({std::move(kid),
                    {parse_purpose(row.get<std::string>(1)).value(), row.get<std::string>(2)},
                    std::move(*pkcs8),
                    row.get<Time>(4),
                    row.get<Time>(5),
                    row.get<std::optional<Time>>(6)});
  }
  return keys;
}

bool has_trusted(sql::Connection& connection, const Job& job) {
  return !connection
              .query(
                  "select 1 from platform_keys where purpose = ? and algorithm = ? and withdrawn_at is null "
                  "limit 1",
                  to_text(job.purpose), job.algorithm)
              .empty();
}

bool activate_next(sql::Connection& connection, const Job& job, Time now) {
  return connection
             .query(
                 "update platform_keys set active_at = ? where kid = (select kid from platform_keys where "
                 "purpose = ? and algorithm = ? and withdrawn_at is null and active_at > ? "
                 "order by active_at, kid limit 1)",
                 now, to_text(job.purpose), job.algorithm, now)
             .affected() == 1;
}

bool withdraw(sql::Connection& connection, std::string_view kid, Time now) {
  return connection
             .query("update platform_keys set withdrawn_at = ? where kid = ? and withdrawn_at is null", now,
                    kid)
             .affected() == 1;
}

}  // namespace gatehouse::server::platform_keys
