// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Programs that use the API.
struct ServiceAccounts {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
};

void mount_service_accounts(Routes& routes, const ServiceAccounts& accounts);

}  // namespace gatehouse::server
