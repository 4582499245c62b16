// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The colours and the logo that branded pages load from this origin.
Routes serve_brand_routes(sql::Database& database);

}  // namespace gatehouse::server
