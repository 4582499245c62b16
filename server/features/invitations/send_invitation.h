// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/invitations/mount.h"
#include "server/model/invitation.h"

namespace gatehouse::server {

/// Mails the link to the person who is invited, in the caller's name; false when too many mails go there.
bool mail_invitation(const Invitations& invitations, sql::Connection& connection, const Caller& inviter,
                     const Invitation& invitation, const SecretString& token);

/// What the sender is told: the invitation, `mailed`, and `url` where the sender may know it.
[[nodiscard]] http::Response sent_answer(const Invitations& invitations, int status, const Caller& sender,
                                         const Invitation& invitation, const SecretString& token,
                                         bool mailed);

}  // namespace gatehouse::server
