// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/log.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/issuance/app_token_reader.h"
#include "server/signals/app_state.h"
#include "server/signals/security_events.h"
#include "server/signals/signal_hub.h"
#include "server/signals/stream_ledger.h"

namespace gatehouse::server {

/// The platform as transmitter of security events to its apps (OpenID Shared Signals Framework 1.0).
struct Signals {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  const AppTokenReader& app_tokens;
  SignalHub& hub;               ///< wakes who waits for events
  SignalHub& acknowledgements;  ///< wakes who waits for events to be taken
  StreamLedger& ledger;
  SecurityEvents& events;
  const AppState& state;
  Logger& log;
  std::string issuer;
};

void mount_signals(Routes& routes, const Signals& signals);

Route signals_configuration_route(const Signals& signals);
void mount_stream_routes(Routes& routes, const Signals& signals);
Route poll_route(const Signals& signals);
Route state_route(const Signals& signals);
void mount_stream_service_routes(Routes& routes, const Signals& signals);

}  // namespace gatehouse::server
