// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/token_endpoint/token_endpoint.h"

namespace gatehouse::server {

/// `POST /oauth2/token`.
void mount_token_endpoint(Routes& routes, const TokenEndpoint& endpoint);

}  // namespace gatehouse::server
