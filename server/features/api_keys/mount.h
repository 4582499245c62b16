// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Credentials of scripts.
struct ApiKeys {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
};

void mount_api_keys(Routes& routes, const ApiKeys& keys);

Route list_api_keys_route(ApiKeys keys);
Route add_api_key_route(ApiKeys keys);
Route revoke_api_key_route(ApiKeys keys);

}  // namespace gatehouse::server
