// SPDX-License-Identifier: Apache-2.0
#include "server/features/settings/mount.h"

namespace gatehouse::server {

void mount_settings(Routes& routes, const PlatformSettings& settings) {
  routes.push_back(show_settings_route(settings));
  routes.push_back(change_settings_route(settings));
  routes.push_back(show_app_branding_route(settings));
  routes.push_back(change_app_branding_route(settings));
  for (auto& route : logo_routes(settings)) routes.push_back(std::move(route));
  routes.push_back(send_test_mail_route(settings));
  routes.push_back(preview_settings_route(settings));
}

}  // namespace gatehouse::server
