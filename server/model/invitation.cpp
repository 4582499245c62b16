// SPDX-License-Identifier: Apache-2.0
#include "server/model/invitation.h"

namespace gatehouse::server {

std::string_view to_text(InvitationState state) {
  switch (state) {
    case InvitationState::sent:
      return "sent";
    case InvitationState::seen:
      return "seen";
    case InvitationState::accepted:
      return "accepted";
    case InvitationState::expired:
      return "expired";
    case InvitationState::revoked:
      return "revoked";
  }
  return "";
}

std::optional<InvitationState> parse_invitation_state(std::string_view text) {
  for (const auto state : {InvitationState::sent, InvitationState::seen, InvitationState::accepted,
                           InvitationState::expired, InvitationState::revoked}) {
    if (text == to_text(state)) return state;
  }
  return std::nullopt;
}

InvitationState Invitation::state(Time now) const {
  if (uses >= max_uses) return InvitationState::accepted;
  if (revoked_at) return InvitationState::revoked;
  if (expires_at <= now) return InvitationState::expired;
  return seen_at ? InvitationState::seen : InvitationState::sent;
}

}  // namespace gatehouse::server
