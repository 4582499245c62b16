// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/signals/live_instances.h"

namespace gatehouse::server {

/// Administration of apps and their secret keys.
struct Apps {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  const LiveInstances& instances;
};

void mount_apps(Routes& routes, const Apps& apps);

Route list_apps_route(Apps apps);
Route add_app_route(Apps apps);
Route show_app_route(Apps apps);
Route change_app_route(Apps apps);
Route delete_app_route(Apps apps);
Route rotate_secret_route(Apps apps);

}  // namespace gatehouse::server
