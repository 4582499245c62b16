// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/sql/connection.h"
#include "server/access/caller.h"
#include "server/model/invitation.h"

namespace gatehouse::server {

/// In whose name the caller invites: the user or service account, also behind an API key; absent: the
/// machine's owner.
[[nodiscard]] std::optional<InviterId> inviter_of(const Caller& caller);

/// What to call them; empty when they are there no more.
[[nodiscard]] std::string name_of(sql::Connection& connection, const InviterId& inviter);

/// True while whoever invited may give what the invitation gives. Asked again at acceptance: an invitation
/// must not outlive the right to send it.
[[nodiscard]] bool may_still_invite(sql::Connection& connection, const Invitation& invitation);

/// True for callers who may know the link of a mailed invitation. It makes an account whose address counts
/// as proven, so it is told to those only who may make such accounts anyway.
[[nodiscard]] bool may_see_mailed_link(const Caller& caller);

}  // namespace gatehouse::server
