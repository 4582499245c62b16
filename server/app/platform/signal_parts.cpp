// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/signal_parts.h"

#include "server/defence/outbound_policy.h"
#include "server/signals/signalled_database.h"

namespace gatehouse::server {
namespace {

constexpr std::chrono::seconds kNoteInterval{30};

}  // namespace

DataFolder with_signals(DataFolder data, const Clock& clock, SignalHub& hub) {
  data.database = std::make_unique<SignalledDatabase>(std::move(data.database), clock, hub);
  return data;
}

SignalParts::SignalParts(const Settings& settings, const DataFolder& data, const Clock& the_clock,
                         PlatformKeys& keys, Logger& log)
    : clock(the_clock),
      policies(clock, keys, *data.database, settings.public_url.text),
      events(keys, policies, settings.public_url.text),
      state(clock, keys, policies, *data.database, settings.public_url.text),
      ledger(clock, *data.database),
      instances(clock, *data.database, ledger, acknowledgements),
      push_client({.threads = kPushesAtOnce, .allow_address = make_outbound_policy(settings.outbound_allow)}),
      pushes(clock, *data.database, *data.sealing_key, events, ledger, acknowledgements, log,
             [this](const net::ClientRequest& request) {
               return with_setting_named(push_client.send(request));
             }),
      noted_at(clock.monotonic()) {}

bool SignalParts::note_streams() {
  if (clock.monotonic() < noted_at + kNoteInterval) return false;
  noted_at = clock.monotonic();
  ledger.flush();
  return false;
}

}  // namespace gatehouse::server
