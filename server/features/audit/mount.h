// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The audit log, to be read.
void mount_audit(Routes& routes, sql::Database& database);

}  // namespace gatehouse::server
