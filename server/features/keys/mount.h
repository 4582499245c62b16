// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/issuance/platform_keys.h"

namespace gatehouse::server {

/// The platform's own keys, as administrators see and change them.
struct Keys {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  PlatformKeys& keys;
  std::function<void()> on_withdrawn;  ///< what was signed and kept must be signed anew
};

/// `GET /api/v1/keys`, `POST /api/v1/keys/rotate`, `POST /api/v1/keys/{kid}/withdraw`.
void mount_keys(Routes& routes, const Keys& keys);

}  // namespace gatehouse::server
