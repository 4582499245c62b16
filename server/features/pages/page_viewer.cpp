// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/page_viewer.h"

namespace gatehouse::server {

PageViewer make_page_viewer(const Caller& caller) {
  const auto& user = caller.user();
  PageViewer viewer{.id = user.id.value(),
                    .name = user.display_name(),
                    .email = user.email,
                    .avatar_path = user.avatar_path().value_or(""),
                    .platform_role = user.platform_role ? std::string(to_text(*user.platform_role)) : "",
                    .managed_apps = {},
                    .locale = user.locale.value_or(""),
                    .time_zone = user.time_zone.value_or("")};
  for (const auto& app : caller.rights().managed_apps) viewer.managed_apps.push_back(app.value());
  return viewer;
}

}  // namespace gatehouse::server
