// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <vector>

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/signals/signal_hub.h"
#include "server/signals/stream_ledger.h"

namespace gatehouse::server {

/// The instances of apps that follow the events, and how far each has got. Thread-safe.
class LiveInstances {
 public:
  /// Links are polled anew every 25 seconds at the least.
  static constexpr std::chrono::seconds kLive{120};

  LiveInstances(const Clock& clock, sql::Database& database, StreamLedger& ledger,
                SignalHub& acknowledgements)
      : clock_(clock), database_(database), ledger_(ledger), acknowledgements_(acknowledgements) {}

  struct Instance {
    signal_streams::Stream stream;
    bool is_live = false;
    bool is_up_to_date = false;  ///< it has taken all that happened until now
  };
  /// Of one app, or of all where `app` is empty; in order of their beginning.
  [[nodiscard]] std::vector<Instance> list(const AppId& app) const;

  /// Waits until every live instance has taken what has happened by now; those that have not by then. Not to
  /// be called within a transaction.
  [[nodiscard]] std::vector<Instance> wait(const AppId& app, std::chrono::milliseconds limit) const;

 private:
  [[nodiscard]] std::vector<Instance> read(const AppId& app, std::optional<std::int64_t> position) const;
  [[nodiscard]] std::vector<Instance> find_behind(const AppId& app, std::int64_t position) const;

  const Clock& clock_;
  sql::Database& database_;
  StreamLedger& ledger_;
  SignalHub& acknowledgements_;
};

/// Polled within `kLive`, or not failing to be pushed to for longer.
[[nodiscard]] bool was_heard_of_lately(const signal_streams::Stream& stream, Time now);

}  // namespace gatehouse::server
