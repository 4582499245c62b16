// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "server/features/signals/receiver.h"
#include "server/signals/event_types.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr std::size_t kMostEvents = 100;
constexpr milliseconds kLongestWait{25'000};

/// What a poll asks for (RFC 8936, section 2.2).
struct Asked {
  std::size_t most = kMostEvents;
  bool returns_immediately = false;
  std::set<std::int64_t> settled;  ///< positions that the receiver has taken, or can't take
};

Result<Asked, http::Response> read_asked(const Signals& signals, const App& app, const json::object& body) {
  Asked asked;
  if (const auto* most = body.if_contains("maxEvents")) {
    if (!most->is_int64() || most->as_int64() < 0)
      return fail(bad_member("maxEvents", "must be a whole number from 0"));
    asked.most = std::min(kMostEvents, static_cast<std::size_t>(most->as_int64()));
  }
  if (const auto* at_once = body.if_contains("returnImmediately")) {
    if (!at_once->is_bool()) return fail(bad_member("returnImmediately", "must be true or false"));
    asked.returns_immediately = at_once->as_bool();
  }
  const auto acknowledged = read_words(body, "ack", 1000, 200);
  if (!acknowledged) return fail(acknowledged.error());
  for (const auto& id : acknowledged->value_or(std::vector<std::string>())) {
    if (const auto position = SecurityEvents::position_of(app.id, id)) asked.settled.insert(*position);
  }
  if (const auto* errors = body.if_contains("setErrs")) {
    const auto* by_id = errors->if_object();
    if (by_id == nullptr) return fail(bad_member("setErrs", "must be an object"));
    for (const auto& [id, error] : *by_id) {
      const auto position = SecurityEvents::position_of(app.id, id);
      if (!position) continue;
      // Told again it would be refused again, and hold up all that comes behind it.
      asked.settled.insert(*position);
      signals.log.warning("an app can't take an event", {{"app", app.id.value()}, {"position", *position}});
    }
  }
  return asked;
}

/// One look at a stream: its events after what it has acknowledged.
struct Look {
  std::optional<Stream> stream;  ///< absent as well where its events are pushed
  std::vector<SignalEvent> events;
  std::int64_t position = 0;
};

class Poll {
 public:
  Poll(const Signals& signals, const App& app, StreamId id)
      : signals_(signals), app_(app), id_(std::move(id)) {}

  http::Response answer(const Asked& asked) {
    const auto stream = settle(asked.settled);
    if (!stream) return no_such_stream(id_);
    const auto end = signals_.clock.monotonic() + kLongestWait;
    while (true) {
      SignalHub::Watch watch(signals_.hub, app_.id);
      const auto seen = look(asked.most + 1);
      if (!seen.stream) return no_such_stream(id_);
      const bool has_news = !seen.events.empty();
      if (has_news || asked.most == 0 || asked.returns_immediately) return tell(seen.events, asked.most);
      signals_.ledger.note(id_, seen.position);
      const auto left = std::chrono::ceil<milliseconds>(end - signals_.clock.monotonic());
      if (left.count() <= 0 || signals_.hub.stopped()) return tell({}, asked.most);
      if (!watch.wait_for(left)) return tell({}, asked.most);
    }
  }

 private:
  [[nodiscard]] Look look(std::size_t limit) const {
    auto seen = signals_.database.read([&](sql::Connection& connection) {
      Look look;
      look.stream = signal_streams::find(connection, app_.id, id_);
      if (!look.stream) return look;
      if (look.stream->is_pushed()) return Look();
      signals_.ledger.update(*look.stream);
      look.position = signal_events::load_position(connection);
      // Nothing is told, but all is kept, while a stream is paused (SSF 1.0, section 8.1.2.1).
      if (look.stream->status != signal_streams::Status::enabled) {
        look.position = look.stream->acknowledged;
        return look;
      }
      look.events = signal_events::list(connection, {app_.id, id_, kinds_of(look.stream->events_requested)},
                                        look.stream->acknowledged, limit);
      return look;
    });
    return seen;
  }

  /// Moves on over what is settled, as far as nothing unsettled lies before.
  std::optional<Stream> settle(const std::set<std::int64_t>& settled) const {
    auto seen = look(settled.size() + 1);
    if (!seen.stream) return std::nullopt;
    const auto unsettled = std::ranges::find_if(
        seen.events, [&](const auto& event) { return settled.count(event.position) == 0; });
    auto reached = seen.stream->acknowledged;
    if (unsettled != seen.events.begin()) reached = std::prev(unsettled)->position;
    if (unsettled == seen.events.end()) reached = std::max(reached, seen.position);
    signals_.ledger.note(id_, reached);
    if (!settled.empty())
      signals_.acknowledgements.announce({.every_app = false, .apps = {app_.id, AppId()}});
    return std::move(seen.stream);
  }

  [[nodiscard]] http::Response tell(const std::vector<SignalEvent>& events, std::size_t most) const {
    json::object sets;
    for (std::size_t i = 0; i < std::min(events.size(), most); ++i) {
      const auto signed_event = signals_.events.sign(app_.id, events[i]);
      sets[signed_event.id] = *signed_event.text;
    }
    return receiver_answer(200, {{"sets", std::move(sets)}, {"moreAvailable", events.size() > most}});
  }

  const Signals& signals_;
  const App& app_;
  StreamId id_;
};

}  // namespace

Route poll_route(const Signals& signals) {
  return receiver_route(
      http::Method::post, "/ssf/poll", "Take and acknowledge events (RFC 8936)",
      [signals](const Call& call, const App& app) {
        const auto body = parse_receiver_body(call.request);
        if (!body) return body.error();
        const auto asked = read_asked(signals, app, *body);
        if (!asked) return asked.error();
        return Poll(signals, app, stream_id_of(call.request)).answer(*asked);
      },
      signals);
}

}  // namespace gatehouse::server
