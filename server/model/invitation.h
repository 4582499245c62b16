// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

using InvitationId = Id<struct InvitationIdTag>;
/// Of a user or of a service account; the prefix tells which.
using InviterId = Id<struct InviterIdTag>;
inline constexpr std::string_view kInvitationIdPrefix = "inv_";

inline constexpr std::chrono::seconds kDefaultInvitationLifetime = std::chrono::days(7);
inline constexpr std::chrono::seconds kMostInvitationLifetime = std::chrono::days(90);
inline constexpr int kMostInvitationUses = 1000;

/// What has become of an invitation.
enum class InvitationState {
  sent,      ///< waits
  seen,      ///< waits, and its page was opened
  accepted,  ///< used up
  expired,
  revoked,
};
[[nodiscard]] std::string_view to_text(InvitationState state);
[[nodiscard]] std::optional<InvitationState> parse_invitation_state(std::string_view text);

/// Makes whoever holds its link a member of an app. It is mailed to one person, or is an open link that
/// works for anybody a bounded number of times. The link's token is not part of it; its hash alone is stored.
struct Invitation {
  InvitationId id;
  AppId app_id;
  std::optional<std::string> email;     ///< canonical; absent: an open link
  std::vector<std::string> roles;       ///< sorted; roles that the app no longer has drop out
  std::optional<InviterId> invited_by;  ///< absent: the machine's owner
  std::chrono::seconds lifetime{};      ///< from each sending
  int max_uses = 1;
  int uses = 0;
  Time created_at{};
  Time sent_at{};  ///< last
  Time expires_at{};
  std::optional<Time> seen_at;
  std::optional<Time> accepted_at;  ///< last
  std::optional<Time> revoked_at;

  [[nodiscard]] bool is_open_link() const { return !email; }
  [[nodiscard]] InvitationState state(Time now) const;
  [[nodiscard]] bool is_live(Time now) const {
    const auto current = state(now);
    return current == InvitationState::sent || current == InvitationState::seen;
  }
};

}  // namespace gatehouse::server
