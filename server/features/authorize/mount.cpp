// SPDX-License-Identifier: Apache-2.0
#include "server/features/authorize/mount.h"

namespace gatehouse::server {

void mount_authorize(Routes& routes, const Authorize& authorize) {
  for (const auto method : {http::Method::get, http::Method::post}) {
    routes.push_back({.method = method,
                      .path = std::string(Authorize::kPath),
                      .access = Access::anyone(),
                      .summary = "OAuth 2.0 authorization endpoint",
                      .handle = authorize});
  }
}

}  // namespace gatehouse::server
