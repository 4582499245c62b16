// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/clock.h"
#include "core/net/blocking_pool.h"
#include "server/access/route.h"
#include "server/features/health/finding.h"

namespace gatehouse::server {

/// How the platform is, for those who look after it.
struct HealthReport {
  Findings findings;
  std::string version;
  Time started_at{};
  Time now{};
  std::uint64_t database_bytes = 0;
  std::uint64_t wal_bytes = 0;  ///< what is written but not yet in the database file itself
  std::vector<std::pair<std::string, std::int64_t>> queues;  ///< what waits, by name
};

/// `thorough`: looks at every page of the database.
using Examine = std::function<Result<HealthReport, net::PoolFull>(bool thorough)>;

/// `/api/v1/health`: the checks of `gatehouse doctor`, sizes and queues.
Route health_report_route(Examine examine);

}  // namespace gatehouse::server
