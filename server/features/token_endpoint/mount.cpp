// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/mount.h"

#include "server/access/cross_origin.h"

namespace gatehouse::server {

void mount_token_endpoint(Routes& routes, const TokenEndpoint& endpoint) {
  routes.push_back({.method = http::Method::post,
                    .path = "/oauth2/token",
                    .access = Access::anyone(),  // the app authenticates itself
                    .summary = "OAuth 2.0 token endpoint",
                    .handle = endpoint});
  routes.push_back(preflight_route(endpoint.context.database, "/oauth2/token", "POST"));
}

}  // namespace gatehouse::server
