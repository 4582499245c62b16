// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// Everybody's sessions, for those who look after them. One's own are in features/me.
struct Sessions {
  const Clock& clock;
  sql::Database& database;
  const SessionService& sessions;
};

void mount_sessions(Routes& routes, const Sessions& sessions);

Routes list_sessions_routes(const Sessions& sessions);
Routes end_sessions_routes(const Sessions& sessions);

}  // namespace gatehouse::server
