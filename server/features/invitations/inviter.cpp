// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/inviter.h"

#include <algorithm>

#include "server/model/platform_permission.h"
#include "server/storage/app_managers.h"
#include "server/storage/users.h"

namespace gatehouse::server {

bool may_still_invite(sql::Connection& connection, const Invitation& invitation) {
  if (!invitation.invited_by) return true;
  const auto inviter = users::find(connection, *invitation.invited_by);
  if (!inviter || inviter->is_disabled()) return false;
  if (role_grants(inviter->platform_role, AppPermission::manage_app)) return true;
  const auto managed = app_managers::list_apps_of(connection, inviter->id);
  return std::ranges::find(managed, invitation.app_id) != managed.end();
}

bool may_see_mailed_link(const Caller& caller) {
  return caller.may(PlatformPermission::manage_users);
}

}  // namespace gatehouse::server
