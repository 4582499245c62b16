// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/notify/mailer.h"
#include "server/notify/new_device_notice.h"
#include "server/session/password_service.h"
#include "server/session/session_service.h"
#include "server/session/single_use_links.h"
#include "server/storage/account_requests.h"

namespace gatehouse::server {

/// Links that make people members of an app: mailed to one person, or open to whoever has them. Whoever
/// invites vouches until the end: an invitation is worth what its inviter may do when it is accepted. See
/// the ADR on invitations.
struct Invitations {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  SingleUseLinks links;
  const Mailer& mailer;
  PasswordService passwords;
  const SessionService& sessions;
  NewDeviceNotice devices;
};

void mount_invitations(Routes& routes, const Invitations& invitations);

Route send_invitation_route(Invitations invitations);
Route resend_invitation_route(Invitations invitations);
Route list_invitations_route(Invitations invitations);
Route show_invitation_route(Invitations invitations);
Route revoke_invitation_route(Invitations invitations);
/// For the command line, which names an invitation without its app.
Route list_all_invitations_route(Invitations invitations);
Route find_any_invitation_route(Invitations invitations);

/// For whoever holds the link.
Route look_at_invitation_route(Invitations invitations);
Route note_invitation_seen_route(Invitations invitations);
Route accept_invitation_route(Invitations invitations);
Route show_invitation_page_route(Invitations invitations);

inline constexpr std::string_view kInvitationAddressRequest = "invitation_address";
/// Works on what `accept_invitation_route` noted of somebody new with an open link: mails a link that proves
/// the address and accepts the invitation.
void mail_invitation_address(const Invitations& invitations, sql::Connection& connection,
                             const account_requests::AccountRequest& request);

}  // namespace gatehouse::server
