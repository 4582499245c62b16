// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/invitation_answers.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/features/invitations/inviter.h"

namespace gatehouse::server {
namespace {

boost::json::value describe_inviter(sql::Connection& connection, const Invitation& invitation) {
  if (!invitation.invited_by) return nullptr;
  return boost::json::object{{"id", invitation.invited_by->value()},
                             {"name", name_of(connection, *invitation.invited_by)}};
}

}  // namespace

Shape invitation_shape() {
  using namespace shape;
  return object("Invitation",
                {{"id", text()},
                 {"appId", text()},
                 {"email", text().nullable()},
                 {"roles", list_of(text())},
                 {"state", one_of({"sent", "seen", "accepted", "expired", "revoked"})},
                 {"maxUses", integer()},
                 {"uses", integer()},
                 {"invitedBy", object("", {{"id", text()}, {"name", text().nullable()}}).nullable()},
                 {"createdAt", time()},
                 {"sentAt", time()},
                 {"expiresAt", time()},
                 {"seenAt", time().nullable()},
                 {"acceptedAt", time().nullable()},
                 {"revokedAt", time().nullable()}});
}

boost::json::object to_json(sql::Connection& connection, const Invitation& invitation, Time now) {
  return {{"id", invitation.id.value()},
          {"appId", invitation.app_id.value()},
          {"email", invitation.email ? boost::json::value(*invitation.email) : boost::json::value(nullptr)},
          {"roles", boost::json::array(invitation.roles.begin(), invitation.roles.end())},
          {"state", to_text(invitation.state(now))},
          {"maxUses", invitation.max_uses},
          {"uses", invitation.uses},
          {"invitedBy", describe_inviter(connection, invitation)},
          {"createdAt", to_rfc3339(invitation.created_at)},
          {"sentAt", to_rfc3339(invitation.sent_at)},
          {"expiresAt", to_rfc3339(invitation.expires_at)},
          {"seenAt", to_json(invitation.seen_at)},
          {"acceptedAt", to_json(invitation.accepted_at)},
          {"revokedAt", to_json(invitation.revoked_at)}};
}

}  // namespace gatehouse::server
