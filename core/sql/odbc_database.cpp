// SPDX-License-Identifier: Apache-2.0
#include "core/net/blocking_pool.h"
#include "core/sql/odbc_connection.h"
#include "core/sql/remote_database.h"
#include "core/sql/servers.h"

namespace gatehouse::sql {

std::unique_ptr<Database> open_odbc(const OdbcOptions& options) {
  const auto threads = std::make_shared<net::BlockingPool>(net::BlockingPool::Options{
      .name = "odbc", .threads = options.limits.connections, .queue_limit = options.limits.connections});
  return std::make_unique<RemoteDatabase>(Dialect::odbc, options.limits, [options, threads] {
    auto made = threads->run([&] { return std::make_unique<OdbcConnection>(options, *threads); });
    if (!made) throw Error(ErrorKind::busy, "too many are waiting for the database");
    return std::move(made).value();
  });
}

}  // namespace gatehouse::sql
