// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/crypto/sealing_key.h"
#include "core/net/http_client.h"
#include "core/sql/database.h"
#include "server/signals/security_events.h"
#include "server/signals/signal_hub.h"
#include "server/signals/stream_ledger.h"
#include "server/storage/push_streams.h"

namespace gatehouse::server {

/// What a receiver makes of an event that was pushed to it (RFC 8935, sections 2.2 to 2.4).
struct PushVerdict {
  enum class Kind {
    taken,
    refused,  ///< it can't take this event, today or ever
    failed    ///< it may be tried again
  };
  Kind kind = Kind::failed;
  std::string reason;  ///< unless taken; one line for logs and people
};
[[nodiscard]] PushVerdict judge_push(const Result<net::ClientResponse, net::ClientFailure>& answer);

/// How long a receiver is left alone after so many failures in a row.
[[nodiscard]] std::chrono::seconds push_pause(int failures);

/// Pushes events to the streams that ask for it, each stream in order and one event at a time. What waits is
/// the log of events and a stream's place in it, so a receiver that is away costs no memory. Several may call
/// `deliver_some` side by side. Thread-safe.
class PushDelivery {
 public:
  using Send = std::function<Result<net::ClientResponse, net::ClientFailure>(const net::ClientRequest&)>;

  static constexpr std::chrono::seconds kTimeout{5};
  /// After so long without a push that arrives the stream is paused: the oldest events are no more.
  static constexpr std::chrono::hours kTriedFor{24};

  PushDelivery(const Clock& clock, sql::Database& database, const crypto::SealingKey& sealing_key,
               SecurityEvents& events, StreamLedger& ledger, SignalHub& acknowledgements, Logger& log,
               Send send);

  /// Gives one stream some of what waits for it; false when none is due.
  bool deliver_some();

 private:
  struct Waiting;
  [[nodiscard]] Waiting look(const signal_streams::Stream& stream) const;
  void push(const Waiting& waiting, signal_streams::Stream& stream);
  [[nodiscard]] net::ClientRequest make_request(const signal_streams::Stream& stream,
                                                const std::optional<SecretString>& authorization,
                                                const SignalEvent& event);
  void note_failure(signal_streams::Stream& stream, const std::string& reason) const;
  void finish(const push_streams::Turn& turn);

  const Clock& clock_;
  sql::Database& database_;
  const crypto::SealingKey& sealing_key_;
  SecurityEvents& events_;
  StreamLedger& ledger_;
  SignalHub& acknowledgements_;
  Logger& log_;
  Send send_;
};

}  // namespace gatehouse::server
