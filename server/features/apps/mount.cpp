// SPDX-License-Identifier: Apache-2.0
#include "server/features/apps/mount.h"

namespace gatehouse::server {

void mount_apps(Routes& routes, const Apps& apps) {
  routes.push_back(list_apps_route(apps));
  routes.push_back(add_app_route(apps));
  routes.push_back(show_app_route(apps));
  routes.push_back(change_app_route(apps));
  routes.push_back(delete_app_route(apps));
  routes.push_back(rotate_secret_route(apps));
}

}  // namespace gatehouse::server
