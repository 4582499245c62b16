// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/sql/migrate.h"

namespace gatehouse::server {

/// The schema of the platform's SQLite database, in order; generated from migrations/sqlite.
const std::vector<sql::Migration>& sqlite_migrations();

}  // namespace gatehouse::server
