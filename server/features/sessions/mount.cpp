// SPDX-License-Identifier: Apache-2.0
#include "server/features/sessions/mount.h"

namespace gatehouse::server {

void mount_sessions(Routes& routes, const Sessions& sessions) {
  for (auto& route : list_sessions_routes(sessions)) routes.push_back(std::move(route));
  for (auto& route : end_sessions_routes(sessions)) routes.push_back(std::move(route));
}

}  // namespace gatehouse::server
