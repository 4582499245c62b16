// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

struct SignOut {
  const Clock& clock;
  sql::Database& database;
  const SessionService& sessions;
};

Route sign_out_route(SignOut sign_out);

}  // namespace gatehouse::server
