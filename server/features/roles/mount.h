// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Roles of an app and their permissions.
struct Roles {
  const Clock& clock;
  sql::Database& database;
};

void mount_roles(Routes& routes, const Roles& roles);

}  // namespace gatehouse::server
