// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// What an app's verifiers hold tokens to, changed without touching the app.
struct AppPolicies {
  const Clock& clock;
  sql::Database& database;
};

/// `GET` and `PATCH /api/v1/apps/{id}/policy`, `POST /api/v1/apps/{id}/sign-everybody-out`.
void mount_app_policy(Routes& routes, const AppPolicies& policies);

}  // namespace gatehouse::server
