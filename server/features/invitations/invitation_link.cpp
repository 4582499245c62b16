// SPDX-License-Identifier: Apache-2.0
#include "server/features/invitations/invitation_link.h"

#include "server/features/invitations/inviter.h"
#include "server/storage/apps.h"
#include "server/storage/invitations.h"

namespace gatehouse::server {
namespace {

std::optional<HeldInvitation> find_by_address_link(const Invitations& invitations,
                                                   sql::Connection& connection, const SecretString& token) {
  const auto link = invitations.links.find(connection, LinkPurpose::accept_invitation, token);
  if (!link) return std::nullopt;
  auto invitation = invitations::find(connection, InvitationId(link->detail));
  if (!invitation || !invitation->is_open_link()) return std::nullopt;
  return HeldInvitation{std::move(*invitation), {}, link->email, true};
}

std::optional<HeldInvitation> find_by_token(const Invitations& invitations, sql::Connection& connection,
                                            const SecretString& token) {
  auto invitation = invitations::find_by_token_hash(connection, hash_invitation_token(token));
  if (!invitation) return find_by_address_link(invitations, connection, token);
  auto email = invitation->email;
  return HeldInvitation{std::move(*invitation), {}, std::move(email), false};
}

}  // namespace

// The purpose is part of what is hashed, as with all links: see session/single_use_links.cpp.
crypto::Sha256Digest hash_invitation_token(const SecretString& token) {
  return crypto::sha256(as_bytes("invitation:" + std::string(token.reveal())));
}

std::optional<HeldInvitation> find_held_invitation(const Invitations& invitations,
                                                   sql::Connection& connection, const SecretString& token) {
  auto held = find_by_token(invitations, connection, token);
  if (!held || !held->invitation.is_live(invitations.clock.now())) return std::nullopt;
  auto app = apps::find(connection, held->invitation.app_id);
  if (!app || !may_still_invite(connection, held->invitation)) return std::nullopt;
  held->app = std::move(*app);
  return held;
}

bool use_held_invitation(const Invitations& invitations, sql::Connection& connection,
                         const HeldInvitation& held, const SecretString& token) {
  if (held.is_address_link && !invitations.links.take(connection, LinkPurpose::accept_invitation, token))
    return false;
  return invitations::use(connection, held.invitation.id, invitations.clock.now());
}

}  // namespace gatehouse::server
