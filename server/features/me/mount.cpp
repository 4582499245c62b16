// SPDX-License-Identifier: Apache-2.0
#include "server/features/me/mount.h"

namespace gatehouse::server {

void mount_me(Routes& routes, const Me& me) {
  routes.push_back(show_profile_route());
  routes.push_back(change_profile_route(me));
  routes.push_back(put_avatar_route(me));
  routes.push_back(remove_avatar_route(me));
  routes.push_back(serve_avatar_route(me.database));
  routes.push_back(list_own_sessions_route(me));
  routes.push_back(end_own_session_route(me));
  routes.push_back(end_own_sessions_route(me));
  routes.push_back(export_own_data_route(me));
  routes.push_back(list_own_apps_route(me));
  routes.push_back(list_own_consents_route(me));
  routes.push_back(withdraw_consent_route(me));
}

}  // namespace gatehouse::server
