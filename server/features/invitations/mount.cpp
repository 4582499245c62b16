// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/mount.h"

namespace gatehouse::server {

void mount_invitations(Routes& routes, const Invitations& invitations) {
  for (const auto make : {send_invitation_route, resend_invitation_route, list_invitations_route,
                          show_invitation_route, revoke_invitation_route, list_all_invitations_route,
                          find_any_invitation_route, look_at_invitation_route, note_invitation_seen_route,
                          accept_invitation_route, show_invitation_page_route}) {
    routes.push_back(make(invitations));
  }
}

}  // namespace gatehouse::server
