// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/inviter.h"
#include "server/features/invitations/mount.h"
#include "server/storage/apps.h"
#include "server/storage/audit_events.h"
#include "server/storage/invitations.h"

namespace gatehouse::server {

void mail_invitation_address(const Invitations& invitations, sql::Connection& connection,
                             const account_requests::AccountRequest& request) {
  const auto space = request.detail.find(' ');
  const InvitationId id(request.detail.substr(0, space));
  const auto language = space == std::string::npos ? "" : request.detail.substr(space + 1);
  const auto invitation = invitations::find(connection, id);
  if (!invitation || !invitation->is_open_link() || !invitation->is_live(invitations.clock.now()) ||
      !may_still_invite(connection, *invitation))
    return;  // ended meanwhile
  const auto app = apps::find(connection, invitation->app_id);
  const auto token =
      invitations.links.issue(connection, LinkPurpose::accept_invitation, request.email, id.value());
  invitations.mailer.queue(
      connection, {.kind = MailKind::invitation_address,
                   .to = request.email,
                   .locale = language.empty() ? std::nullopt : std::optional(language),
                   .facts = {{"app", app ? app->name : ""},
                             {"email", request.email},
                             {"hours", "24"},
                             {"link", invitations.mailer.url("/invite/" + std::string(token.reveal()))}},
                   .useful_for = lifetime_of(LinkPurpose::accept_invitation),
                   .urgency = mails::Urgency::by_strangers});
  AuditEvent event;
  event.at = invitations.clock.now();
  event.action = "invitation.address_asked";
  event.outcome = "success";
  event.actor = "anonymous";
  event.target = id.value();
  event.app_id = invitation->app_id.value();
  event.client_address = request.client_address;
  event.request_id = request.request_id;
  audit_events::append(connection, event);
}

}  // namespace gatehouse::server
