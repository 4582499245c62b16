// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The pages people see, and the files that these load.
void mount_pages(Routes& routes, sql::Database& database);

}  // namespace gatehouse::server
