// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/crypto/sealing_key.h"
#include "server/access/route.h"
#include "server/signals/live_instances.h"

namespace gatehouse::server {

/// The instances of apps that follow the platform, and waiting until they have heard.
struct AppLinks {
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  const LiveInstances& instances;
};

/// `GET /api/v1/apps/{id}/instances`, `POST /api/v1/apps/{id}/wait` and `POST /api/v1/wait`.
void mount_app_links(Routes& routes, const AppLinks& links);

/// Lets every route so far that can end what a token says take `?wait=SECONDS`: its answer then comes once
/// all live instances have heard, or names those that have not.
void offer_waiting(Routes& routes, const AppLinks& links);

}  // namespace gatehouse::server
