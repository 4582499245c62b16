// SPDX-License-Identifier: Apache-2.0
#include "core/base/time_text.h"
#include "core/http/problem.h"
#include "server/features/signals/receiver.h"
#include "server/features/signals/stream_rules.h"
#include "server/signals/event_types.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostStreams = 1000;
/// After so long without a poll an instance makes room for a new one where there is none.
constexpr std::chrono::minutes kMakesRoom{2};

json::array to_array(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

/// SSF 1.0, section 8.1.1.
json::object to_json(const Signals& signals, const Stream& stream) {
  const bool polls = stream.delivery == signal_streams::Delivery::poll;
  const auto supported = supported_events();
  json::object delivery = {
      {"method", polls ? kPollDelivery : kPushDelivery},
      {"endpoint_url",
       polls ? signals.issuer + "/ssf/poll?stream_id=" + stream.id.value() : stream.endpoint_url}};
  return {{"stream_id", stream.id.value()},
          {"iss", signals.issuer},
          {"aud", stream.app_id.value()},
          {"delivery", std::move(delivery)},
          {"events_supported", json::array(supported.begin(), supported.end())},
          {"events_requested", to_array(stream.events_requested)},
          {"events_delivered", to_array(delivered_events(stream.events_requested))},
          {"min_verification_interval", 0},
          {"inactivity_timeout", kInactivityTimeout.count()},
          {"description", stream.description}};
}

http::Response answer(const Signals& signals, int status, const Stream& stream) {
  return receiver_answer(status, to_json(signals, stream));
}

std::optional<Stream> find(const Signals& signals, const App& app, const StreamId& id) {
  return signals.database.read(
      [&](sql::Connection& connection) { return signal_streams::find(connection, app.id, id); });
}

bool make_room(sql::Connection& connection, const Signals& signals, const AppId& app) {
  if (signal_streams::count(connection, app) < kMostStreams) return true;
  for (auto& stream : signal_streams::list(connection, app)) {
    signals.ledger.update(stream);
    if (stream.last_seen_at + kMakesRoom > signals.clock.now()) continue;
    return signal_streams::remove(connection, app, stream.id);
  }
  return false;
}

http::Response create(const Signals& signals, const Call& call, const App& app) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  Stream stream{.id = StreamId(make_sortable_text(kStreamIdPrefix, signals.clock, signals.random)),
                .app_id = app.id};
  stream.created_at = stream.last_seen_at = signals.clock.now();
  if (auto refused = apply(*body, Replaces::everything, stream)) return *refused;
  const bool made = signals.database.write([&](sql::Connection& connection) {
    if (!make_room(connection, signals, app.id)) return false;
    stream.acknowledged = signal_events::load_position(connection);
    signal_streams::insert(connection, stream);
    return true;
  });
  if (!made) return http::problem(409, "too_many_streams", "The app has 1000 live streams already.");
  return answer(signals, 201, stream);
}

http::Response show(const Signals& signals, const Call& call, const App& app) {
  const auto id = stream_id_of(call.request);
  if (!id.empty()) {
    const auto stream = find(signals, app, id);
    return stream ? answer(signals, 200, *stream) : no_such_stream();
  }
  const auto all = signals.database.read(
      [&](sql::Connection& connection) { return signal_streams::list(connection, app.id); });
  json::array streams;
  for (const auto& stream : all) streams.push_back(to_json(signals, stream));
  auto response = http::json_response(200, json::serialize(streams));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response change(const Signals& signals, const Call& call, const App& app, Replaces replaces) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  auto id = stream_id_of(call.request);
  if (const auto* named = body->if_contains("stream_id");
      named != nullptr && named->is_string() && id.empty()) {
    id = StreamId(std::string(named->as_string().subview(0, 64)));
  }
  auto stream = find(signals, app, id);
  if (!stream) return no_such_stream();
  if (auto refused = apply(*body, replaces, *stream)) return *refused;
  const bool stored = signals.database.write(
      [&](sql::Connection& connection) { return signal_streams::update(connection, *stream); });
  return stored ? answer(signals, 200, *stream) : no_such_stream();
}

http::Response remove(const Signals& signals, const Call& call, const App& app) {
  const auto id = stream_id_of(call.request);
  const bool removed = signals.database.write(
      [&](sql::Connection& connection) { return signal_streams::remove(connection, app.id, id); });
  signals.hub.announce({.every_app = false, .apps = {app.id}});
  return removed ? http::no_content() : no_such_stream();
}

}  // namespace

void mount_stream_routes(Routes& routes, const Signals& signals) {
  const std::string path = "/ssf/stream";
  routes.push_back(receiver_route(
      http::Method::post, path, "Make a stream of events for one instance of an app",
      [signals](const Call& call, const App& app) { return create(signals, call, app); }, signals));
  routes.push_back(receiver_route(
      http::Method::get, path, "A stream's configuration, or those of all of an app's streams",
      [signals](const Call& call, const App& app) { return show(signals, call, app); }, signals));
  routes.push_back(receiver_route(
      http::Method::patch, path, "Change a stream",
      [signals](const Call& call, const App& app) { return change(signals, call, app, Replaces::given); },
      signals));
  routes.push_back(receiver_route(
      http::Method::put, path, "Replace a stream's configuration",
      [signals](const Call& call, const App& app) {
        return change(signals, call, app, Replaces::everything);
      },
      signals));
  routes.push_back(receiver_route(
      http::Method::delete_, path, "End a stream",
      [signals](const Call& call, const App& app) { return remove(signals, call, app); }, signals));
}

}  // namespace gatehouse::server
