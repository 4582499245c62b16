// SPDX-License-Identifier: Apache-2.0
#include "server/model/signal_event.h"

namespace gatehouse::server {

std::string_view to_text(SignalKind kind) {
  switch (kind) {
    case SignalKind::session_revoked:
      return "session-revoked";
    case SignalKind::account_disabled:
      return "account-disabled";
    case SignalKind::account_enabled:
      return "account-enabled";
    case SignalKind::account_purged:
      return "account-purged";
    case SignalKind::member_removed:
      return "member-removed";
    case SignalKind::roles:
      return "roles";
    case SignalKind::policy:
      return "policy";
    case SignalKind::app_epoch:
      return "app-epoch";
    case SignalKind::keys_change:
      return "keys-change";
    case SignalKind::credential_change:
      return "credential-change";
    case SignalKind::assurance_level_change:
      return "assurance-level-change";
    case SignalKind::verification:
      return "verification";
    case SignalKind::stream_updated:
      return "stream-updated";
  }
  return "";
}

std::optional<SignalKind> parse_signal_kind(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(SignalKind::stream_updated); ++i) {
    if (text == to_text(static_cast<SignalKind>(i))) return static_cast<SignalKind>(i);
  }
  return std::nullopt;
}

}  // namespace gatehouse::server
