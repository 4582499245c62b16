// SPDX-License-Identifier: Apache-2.0
#include "server/features/end_session/mount.h"

namespace gatehouse::server {

void mount_end_session(Routes& routes, const EndSession& end_session) {
  for (const auto method : {http::Method::get, http::Method::post}) {
    routes.push_back({.method = method,
                      .path = std::string(EndSession::kPath),
                      .access = Access::anyone(),
                      .summary = "OpenID Connect RP-initiated logout",
                      .handle = end_session});
  }
}

}  // namespace gatehouse::server
