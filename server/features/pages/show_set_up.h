// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The form for the first administrator, as long as there is none. The script takes the one-time token from
/// the address.
struct ShowSetUp {
  sql::Database& database;
};

Route show_set_up_route(ShowSetUp show);

}  // namespace gatehouse::server
