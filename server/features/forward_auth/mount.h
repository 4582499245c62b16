// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/refusal_log.h"

namespace gatehouse::server {

/// Lets a reverse proxy ask, for each request to an app that knows nothing of us, who makes it and whether
/// they may. It goes by the session cookie, so it serves apps on the platform's own host only: see
/// docs/guides/forward-auth.md.
struct ForwardAuth {
  sql::Database& database;
  std::string issuer;  ///< public URL
  RefusalLog& refusals;
};

void mount_forward_auth(Routes& routes, const ForwardAuth& forward_auth);

}  // namespace gatehouse::server
