// SPDX-License-Identifier: Apache-2.0
#include "server/signals/event_types.h"

#include <algorithm>
#include <array>

namespace gatehouse::server {
namespace {

constexpr std::string_view kSessionRevoked =
    "https://schemas.openid.net/secevent/caep/event-type/session-revoked";
constexpr std::string_view kTokenClaimsChange =
    "https://schemas.openid.net/secevent/caep/event-type/token-claims-change";
constexpr std::string_view kCredentialChange =
    "https://schemas.openid.net/secevent/caep/event-type/credential-change";
constexpr std::string_view kAssuranceLevelChange =
    "https://schemas.openid.net/secevent/caep/event-type/assurance-level-change";
constexpr std::string_view kAccountDisabled =
    "https://schemas.openid.net/secevent/risc/event-type/account-disabled";
constexpr std::string_view kAccountEnabled =
    "https://schemas.openid.net/secevent/risc/event-type/account-enabled";
constexpr std::string_view kAccountPurged =
    "https://schemas.openid.net/secevent/risc/event-type/account-purged";
constexpr std::string_view kVerification = "https://schemas.openid.net/secevent/ssf/event-type/verification";
constexpr std::string_view kStreamUpdated =
    "https://schemas.openid.net/secevent/ssf/event-type/stream-updated";
constexpr std::string_view kPolicy = "urn:gatehouse:event:policy";
constexpr std::string_view kAppEpoch = "urn:gatehouse:event:app-epoch";
constexpr std::string_view kKeysChange = "urn:gatehouse:event:keys-change";

constexpr std::array kSupported = {
    kSessionRevoked,  kTokenClaimsChange, kCredentialChange, kAssuranceLevelChange,
    kAccountDisabled, kAccountEnabled,    kAccountPurged,    kPolicy,
    kAppEpoch,        kKeysChange};

bool is_about_the_stream(SignalKind kind) {
  return kind == SignalKind::verification || kind == SignalKind::stream_updated;
}

}  // namespace

std::string_view event_uri(SignalKind kind) {
  switch (kind) {
    case SignalKind::session_revoked:
    case SignalKind::member_removed:
      return kSessionRevoked;
    case SignalKind::account_disabled:
      return kAccountDisabled;
    case SignalKind::account_enabled:
      return kAccountEnabled;
    case SignalKind::account_purged:
      return kAccountPurged;
    case SignalKind::roles:
      return kTokenClaimsChange;
    case SignalKind::policy:
      return kPolicy;
    case SignalKind::app_epoch:
      return kAppEpoch;
    case SignalKind::keys_change:
      return kKeysChange;
    case SignalKind::credential_change:
      return kCredentialChange;
    case SignalKind::assurance_level_change:
      return kAssuranceLevelChange;
    case SignalKind::verification:
      return kVerification;
    case SignalKind::stream_updated:
      return kStreamUpdated;
  }
  return "";
}

std::span<const std::string_view> supported_events() {
  return kSupported;
}

std::vector<SignalKind> kinds_of(const std::vector<std::string>& events_requested) {
  std::vector<SignalKind> kinds;
  for (int i = 0; i <= static_cast<int>(SignalKind::stream_updated); ++i) {
    const auto kind = static_cast<SignalKind>(i);
    const bool is_asked =
        events_requested.empty() || std::ranges::count(events_requested, event_uri(kind)) > 0;
    if (is_asked || is_about_the_stream(kind)) kinds.push_back(kind);
  }
  return kinds;
}

std::vector<std::string> delivered_events(const std::vector<std::string>& events_requested) {
  if (events_requested.empty()) return {kSupported.begin(), kSupported.end()};
  std::vector<std::string> delivered;
  for (const auto uri : kSupported) {
    if (std::ranges::count(events_requested, uri) > 0) delivered.emplace_back(uri);
  }
  return delivered;
}

}  // namespace gatehouse::server
