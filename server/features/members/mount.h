// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Who may enter an app, with which roles.
struct Members {
  const Clock& clock;
  sql::Database& database;
};

void mount_members(Routes& routes, const Members& members);

}  // namespace gatehouse::server
