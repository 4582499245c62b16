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
  routes.push_back({.method = http::Method::post,
                    .path = std::string(ConsentPage::kPath),
                    .access = Access::signed_in(),
                    .summary = "Takes the consent page's form",
                    .handle = [authorize](const Call& call) { return authorize.take_consent(call); }});
}

}  // namespace gatehouse::server
