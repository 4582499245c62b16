// SPDX-License-Identifier: Apache-2.0
#include "server/features/pages/page_viewer.h"

namespace gatehouse::server {

PageViewer make_page_viewer(const User& user) {
  return {.id = user.id.value(),
          .name = user.display_name(),
          .email = user.email,
          .platform_role = user.platform_role ? std::string(to_text(*user.platform_role)) : std::string(),
          .locale = user.locale.value_or(""),
          .time_zone = user.time_zone.value_or("")};
}

}  // namespace gatehouse::server
