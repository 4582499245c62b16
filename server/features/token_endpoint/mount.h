// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/token_endpoint/introspect.h"
#include "server/features/token_endpoint/revoke.h"
#include "server/features/token_endpoint/token_endpoint.h"

namespace gatehouse::server {

/// `POST /oauth2/token`, `/oauth2/revoke` and `/oauth2/introspect`: what apps call with their own secret.
void mount_token_endpoint(Routes& routes, const TokenEndpoint& endpoint);

}  // namespace gatehouse::server
