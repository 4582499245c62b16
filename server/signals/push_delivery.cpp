// SPDX-License-Identifier: Apache-2.0
#include "server/signals/push_delivery.h"

#include <algorithm>

#include "server/signals/event_types.h"
#include "server/storage/audit_events.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

using signal_streams::Stream;

constexpr std::size_t kMostAtOnce = 50;
constexpr std::size_t kMostAnswerBytes = 16 * 1024;
/// A turn ends after so long, so that slow receivers share what there is.
constexpr std::chrono::seconds kTurn{15};
/// When another may take over: the one whose turn it was has died. Longer than the longest turn.
constexpr std::chrono::seconds kPatience{60};
constexpr std::chrono::seconds kFirstPause{1};
constexpr std::chrono::seconds kLongestPause{300};

AuditEvent make_pause_event(const Stream& stream, Time now) {
  return {.at = now,
          .action = "app.stream_paused",
          .outcome = "success",
          .reason = "pushes_failed",
          .actor = "gatehouse",
          .target = stream.id.value(),
          .app_id = stream.app_id.value()};
}

}  // namespace

std::chrono::seconds push_pause(int failures) {
  auto pause = kFirstPause;
  for (int i = 1; i < failures && pause < kLongestPause; ++i) pause *= 2;
  return std::min(pause, kLongestPause);
}

/// What a stream is to be told, up to `position`.
struct PushDelivery::Waiting {
  std::vector<SignalEvent> events;
  std::int64_t position = 0;
  std::optional<SecretString> authorization;
};

PushDelivery::PushDelivery(const Clock& clock, sql::Database& database, const crypto::SealingKey& sealing_key,
                           SecurityEvents& events, StreamLedger& ledger, SignalHub& acknowledgements,
                           Logger& log, Send send)
    : clock_(clock),
      database_(database),
      sealing_key_(sealing_key),
      events_(events),
      ledger_(ledger),
      acknowledgements_(acknowledgements),
      log_(log),
      send_(std::move(send)) {}

bool PushDelivery::deliver_some() {
  const auto now = clock_.now();
  const bool is_due =
      database_.read([&](sql::Connection& connection) { return push_streams::has_due(connection, now); });
  if (!is_due) return false;
  auto turn = database_.write(
      [&](sql::Connection& connection) { return push_streams::claim(connection, now, now + kPatience); });
  if (!turn) return false;
  ledger_.update(turn->stream);
  push(look(turn->stream), turn->stream);
  finish(*turn);
  return true;
}

PushDelivery::Waiting PushDelivery::look(const Stream& stream) const {
  return database_.read([&](sql::Connection& connection) {
    Waiting waiting;
    waiting.position = signal_events::load_position(connection);
    waiting.events =
        signal_events::list(connection, {stream.app_id, stream.id, kinds_of(stream.events_requested)},
                            stream.acknowledged, kMostAtOnce);
    if (waiting.events.size() == kMostAtOnce) waiting.position = waiting.events.back().position;
    waiting.authorization = push_streams::find_authorization(connection, sealing_key_, stream.id);
    return waiting;
  });
}

void PushDelivery::push(const Waiting& waiting, Stream& stream) {
  const auto end = clock_.monotonic() + kTurn;
  for (const auto& event : waiting.events) {
    const auto verdict = judge_push(send_(make_request(stream, waiting.authorization, event)));
    if (verdict.kind == PushVerdict::Kind::failed) return note_failure(stream, verdict.reason);
    stream.failures = 0;
    stream.failing_since.reset();
    stream.last_seen_at = clock_.now();
    stream.acknowledged = event.position;
    if (verdict.kind == PushVerdict::Kind::refused) {
      // Told again it would be refused again, and hold up all that comes behind it.
      stream.last_error = verdict.reason;
      log_.warning(
          "an app can't take an event",
          {{"app", stream.app_id.value()}, {"position", event.position}, {"reason", verdict.reason}});
    }
    if (clock_.monotonic() >= end) return;
  }
  stream.acknowledged = std::max(stream.acknowledged, waiting.position);
}

net::ClientRequest PushDelivery::make_request(const Stream& stream,
                                              const std::optional<SecretString>& authorization,
                                              const SignalEvent& event) {
  net::ClientRequest request{.method = http::Method::post,
                             .url = stream.endpoint_url,
                             .body = *events_.sign(stream.app_id, event).text,
                             .timeout = kTimeout,
                             .body_limit = kMostAnswerBytes};
  request.headers.set("Content-Type", "application/secevent+jwt");
  request.headers.set("Accept", "application/json");
  if (authorization) request.headers.set("Authorization", std::string(authorization->reveal()));
  return request;
}

void PushDelivery::note_failure(Stream& stream, const std::string& reason) const {
  const auto now = clock_.now();
  ++stream.failures;
  if (!stream.failing_since) stream.failing_since = now;
  stream.last_error = reason;
  if (stream.failures == 1) {
    log_.warning("an app takes no events; they are kept and pushed later",
                 {{"app", stream.app_id.value()}, {"stream", stream.id.value()}, {"reason", reason}});
  }
  if (now < *stream.failing_since + kTriedFor) return;
  stream.status = signal_streams::Status::paused;
  stream.status_reason = "No push arrived for 24 hours. The last one failed: " + reason;
}

void PushDelivery::finish(const push_streams::Turn& turn) {
  const auto now = clock_.now();
  const auto& stream = turn.stream;
  const auto next = stream.failures == 0 ? now : now + push_pause(stream.failures);
  const bool is_noted = database_.write([&](sql::Connection& connection) {
    if (!push_streams::finish(connection, turn, next)) return false;
    if (stream.status == signal_streams::Status::paused)
      audit_events::append(connection, make_pause_event(stream, now));
    return true;
  });
  if (is_noted) acknowledgements_.announce({.every_app = false, .apps = {stream.app_id, AppId()}});
}

}  // namespace gatehouse::server
