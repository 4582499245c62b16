// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/mount.h"

#include "server/access/cross_origin.h"

namespace gatehouse::server {
namespace {

Route client_route(std::string path, std::string summary, std::function<http::Response(const Call&)> handle) {
  return {.method = http::Method::post,
          .path = std::move(path),
          .access = Access::anyone(),  // the app authenticates itself
          .summary = std::move(summary),
          .handle = std::move(handle)};
}

}  // namespace

void mount_token_endpoint(Routes& routes, const TokenEndpoint& endpoint) {
  auto& database = endpoint.context.database;
  routes.push_back(client_route("/oauth2/token", "OAuth 2.0 token endpoint", endpoint));
  routes.push_back(client_route("/oauth2/revoke", "OAuth 2.0 token revocation",
                                Revoke{endpoint.authenticate, endpoint.context, endpoint.app_token_reader}));
  // For the app's own server: pages have no use for it, so other origins get no answer.
  routes.push_back(
      client_route("/oauth2/introspect", "OAuth 2.0 token introspection",
                   Introspect{endpoint.authenticate, endpoint.context, endpoint.app_token_reader}));
  routes.push_back(preflight_route(database, "/oauth2/token", "POST"));
  routes.push_back(preflight_route(database, "/oauth2/revoke", "POST"));
}

}  // namespace gatehouse::server
