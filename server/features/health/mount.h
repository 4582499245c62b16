// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// `/healthz` and `/readyz`: alive, and able to serve. The body carries a status and nothing else.
/// `/metrics` too, for callers who may view the platform.
void mount_health(Routes& routes, sql::Database& database, std::function<bool()> is_draining,
                  std::function<std::string()> metrics);

}  // namespace gatehouse::server
