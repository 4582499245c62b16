// SPDX-License-Identifier: Apache-2.0
#include "server/features/userinfo/mount.h"

#include "server/access/cross_origin.h"

namespace gatehouse::server {

void mount_userinfo(Routes& routes, const UserInfo& userinfo) {
  for (const auto method : {http::Method::get, http::Method::post}) {
    routes.push_back({.method = method,
                      .path = "/oauth2/userinfo",
                      .access = Access::anyone(),  // the app token is the credential
                      .summary = "OpenID Connect UserInfo endpoint",
                      .handle = userinfo});
  }
  routes.push_back(preflight_route(userinfo.database, "/oauth2/userinfo", "GET, POST"));
}

}  // namespace gatehouse::server
