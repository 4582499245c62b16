// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Who looks after an app.
struct AppManagers {
  const Clock& clock;
  sql::Database& database;
};

void mount_app_managers(Routes& routes, const AppManagers& managers);

}  // namespace gatehouse::server
