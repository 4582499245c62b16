// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/inviter.h"

#include "server/model/rights.h"
#include "server/storage/app_managers.h"
#include "server/storage/service_accounts.h"
#include "server/storage/users.h"

namespace gatehouse::server {

namespace {

bool is_service_account(const InviterId& inviter) {
  return inviter.value().starts_with(kServiceAccountIdPrefix);
}

/// What somebody may do now; nothing when they may not come in at all.
Rights find_rights(sql::Connection& connection, const InviterId& inviter) {
  if (is_service_account(inviter)) {
    const auto account = service_accounts::find(connection, ServiceAccountId(inviter.value()));
    if (!account || account->is_disabled()) return {};
    return {account->platform_role, account->managed_apps, std::nullopt};
  }
  const auto user = users::find(connection, UserId(inviter.value()));
  if (!user || user->is_disabled()) return {};
  return {user->platform_role, app_managers::list_apps_of(connection, user->id), std::nullopt};
}

}  // namespace

std::optional<InviterId> inviter_of(const Caller& caller) {
  if (caller.is_operator()) return std::nullopt;
  return InviterId(caller.actor());
}

std::string name_of(sql::Connection& connection, const InviterId& inviter) {
  if (is_service_account(inviter)) {
    const auto account = service_accounts::find(connection, ServiceAccountId(inviter.value()));
    return account ? account->name : "";
  }
  const auto user = users::find(connection, UserId(inviter.value()));
  return user ? user->display_name() : "";
}

bool may_still_invite(sql::Connection& connection, const Invitation& invitation) {
  if (!invitation.invited_by) return true;
  return find_rights(connection, *invitation.invited_by).allow(AppPermission::manage_app, invitation.app_id);
}

bool may_see_mailed_link(const Caller& caller) {
  return caller.may(PlatformPermission::manage_users);
}

}  // namespace gatehouse::server
