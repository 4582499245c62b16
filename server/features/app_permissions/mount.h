// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// The permissions that an app knows of.
struct AppPermissions {
  const Clock& clock;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
};

void mount_app_permissions(Routes& routes, const AppPermissions& permissions);

/// By the app itself.
Route declare_permissions_route(AppPermissions permissions);

}  // namespace gatehouse::server
