// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "server/app/platform/data_folder.h"
#include "server/config/settings.h"
#include "server/signals/app_state.h"
#include "server/signals/live_instances.h"
#include "server/signals/policy_bundles.h"
#include "server/signals/push_delivery.h"
#include "server/signals/security_events.h"
#include "server/signals/signal_hub.h"
#include "server/signals/stream_ledger.h"

namespace gatehouse::server {

/// The same data, whose every write tells the hub what apps must hear of.
[[nodiscard]] DataFolder with_signals(DataFolder data, const Clock& clock, SignalHub& hub);

/// So many receivers are pushed to side by side.
inline constexpr std::size_t kPushesAtOnce = 8;

/// What tells apps of events, joined.
struct SignalParts {
  SignalParts(const Settings& settings, const DataFolder& data, const Clock& the_clock, PlatformKeys& keys,
              Logger& log);

  /// Writes down every now and then what was seen of streams; false until the next time.
  bool note_streams();

  const Clock& clock;
  SignalHub acknowledgements;
  PolicyBundles policies;
  SecurityEvents events;
  AppState state;
  StreamLedger ledger;
  LiveInstances instances;
  net::HttpClient push_client;
  PushDelivery pushes;
  std::chrono::steady_clock::time_point noted_at;
};

}  // namespace gatehouse::server
