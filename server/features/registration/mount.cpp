// SPDX-License-Identifier: Apache-2.0
#include "server/features/registration/mount.h"

namespace gatehouse::server {

void mount_registration(Routes& routes, const Registration& registration) {
  routes.push_back(register_app_route(registration));
  routes.push_back(list_registration_tokens_route(registration));
  routes.push_back(add_registration_token_route(registration));
  routes.push_back(revoke_registration_token_route(registration));
}

}  // namespace gatehouse::server
