// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/secret_string.h"
#include "core/crypto/sha256.h"
#include "core/sql/connection.h"
#include "server/features/invitations/mount.h"
#include "server/model/app.h"
#include "server/model/invitation.h"

namespace gatehouse::server {

/// What is stored of a link's token.
[[nodiscard]] crypto::Sha256Digest hash_invitation_token(const SecretString& token);

/// An invitation in the hands of somebody who has its link.
struct HeldInvitation {
  Invitation invitation;
  App app;
  /// The mailbox that the link was sent to; absent for an open link as such.
  std::optional<std::string> proven_email;
  bool is_address_link = false;  ///< the mailed link of somebody who came by an open one
};

/// Absent for every token that can't be accepted, whatever the reason.
[[nodiscard]] std::optional<HeldInvitation> find_held_invitation(const Invitations& invitations,
                                                                 sql::Connection& connection,
                                                                 const SecretString& token);
/// Uses the link up, once more for an open one; false when it can't be used any more.
[[nodiscard]] bool use_held_invitation(const Invitations& invitations, sql::Connection& connection,
                                       const HeldInvitation& held, const SecretString& token);

}  // namespace gatehouse::server
