// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

using StreamId = Id<struct StreamIdTag>;
inline constexpr std::string_view kStreamIdPrefix = "str_";

/// What apps are told. Kinds that revoke say that tokens decided before the event's position are dead.
enum class SignalKind {
  session_revoked,  ///< in every app of the user, or in one: the app's grants of the session ended
  account_disabled,
  account_enabled,
  account_purged,
  member_removed,
  roles,        ///< a member's roles in one app; `detail` is a JSON array of them
  policy,       ///< of one app
  app_epoch,    ///< everybody is signed out of one app
  keys_change,  ///< `detail` is a JSON array of the kids withdrawn
  credential_change,
  assurance_level_change,  ///< `detail` is the means of sign-in before and after, separated by a comma
  verification,            ///< of one stream; `detail` is its state
  stream_updated,          ///< of one stream; `detail` is its new status
};

/// One entry of the log of events.
struct SignalEvent {
  std::int64_t position = 0;  ///< rises with every event, and never goes back
  Time at{};
  SignalKind kind = SignalKind::policy;
  UserId user_id;        ///< empty unless it is about one user
  SessionId session_id;  ///< empty unless it is about one session
  StreamId stream_id;    ///< empty unless it is for one stream alone
  std::string detail;
  Time expires_at{};  ///< nothing that it concerns can be alive afterwards
};

[[nodiscard]] std::string_view to_text(SignalKind kind);
[[nodiscard]] std::optional<SignalKind> parse_signal_kind(std::string_view text);

}  // namespace gatehouse::server
