// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// How much the platform was used of late.
struct Statistics {
  const Clock& clock;
  sql::Database& database;
};

void mount_statistics(Routes& routes, const Statistics& statistics);

}  // namespace gatehouse::server
