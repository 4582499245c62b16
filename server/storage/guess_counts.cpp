// SPDX-License-Identifier: Apache-2.0
#include "server/storage/guess_counts.h"

namespace gatehouse::server::guess_counts {

void put(sql::Connection& connection, std::uint64_t lane, Time empty_at) {
  connection.query(
      "insert into guess_counts (lane, empty_at) values (?, ?) on conflict (lane) do update set empty_at = "
      "excluded.empty_at",
      std::int64_t(lane), empty_at);
}

void for_each(sql::Connection& connection, Time now, std::size_t limit,
              const std::function<void(std::uint64_t lane, Time empty_at)>& take) {
  const auto rows = connection.query(
      "select lane, empty_at from guess_counts where empty_at > ? order by empty_at desc limit ?", now,
      limit);
  for (std::size_t i = 0; i < rows.size(); ++i)
    take(std::uint64_t(rows[i].get<std::int64_t>(0)), rows[i].get<Time>(1));
}

std::int64_t remove_empty(sql::Connection& connection, Time now, std::size_t limit) {
  return connection
      .query(
          "delete from guess_counts where lane in (select lane from guess_counts where empty_at <= ? limit "
          "?)",
          now, limit)
      .affected();
}

}  // namespace gatehouse::server::guess_counts
