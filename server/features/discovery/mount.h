// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/access/route.h"
#include "server/issuance/platform_keys.h"

namespace gatehouse::server {

/// `/.well-known/openid-configuration`, `/.well-known/oauth-authorization-server` and `/oauth2/jwks`: public
/// documents, which pages of registered apps may read from elsewhere, too.
void mount_discovery(Routes& routes, const std::string& issuer, PlatformKeys& keys, sql::Database& database);

}  // namespace gatehouse::server
