// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/inviter.h"

#include "server/model/platform_permission.h"
#include "server/storage/users.h"

namespace gatehouse::server {

bool may_still_invite(sql::Connection& connection, const Invitation& invitation) {
  if (!invitation.invited_by) return true;
  const auto inviter = users::find(connection, *invitation.invited_by);
  return inviter && !inviter->is_disabled() &&
         role_grants(inviter->platform_role, PlatformPermission::manage_apps);
}

bool may_see_mailed_link(const Caller& caller) {
  return caller.may(PlatformPermission::manage_users);
}

}  // namespace gatehouse::server
