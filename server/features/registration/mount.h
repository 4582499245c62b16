// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"

namespace gatehouse::server {

/// Dynamic client registration (RFC 7591): off until an administrator makes a registration token, whose
/// holder may then register apps. They count as apps of others, and nobody is a member of one at first. No
/// address that such a request names is ever fetched.
struct Registration {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
};

/// `POST /oauth2/register`, and `/api/v1/registration-tokens` to manage the tokens.
void mount_registration(Routes& routes, const Registration& registration);

Route register_app_route(Registration registration);
Route list_registration_tokens_route(Registration registration);
Route add_registration_token_route(Registration registration);
Route revoke_registration_token_route(Registration registration);

}  // namespace gatehouse::server
