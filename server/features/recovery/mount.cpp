// SPDX-License-Identifier: Apache-2.0
#include "server/features/recovery/mount.h"

namespace gatehouse::server {

void mount_recovery(Routes& routes, const Recovery& recovery) {
  routes.push_back(ask_password_reset_route(recovery));
  routes.push_back(confirm_password_reset_route(recovery));
}

}  // namespace gatehouse::server
