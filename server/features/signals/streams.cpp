// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "core/base/time_text.h"
#include "core/http/problem.h"
#include "server/access/audit.h"
#include "server/features/signals/receiver.h"
#include "server/features/signals/stream_rules.h"
#include "server/signals/event_types.h"
#include "server/signals/live_instances.h"
#include "server/storage/audit_events.h"
#include "server/storage/push_streams.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostStreams = 1000;
/// Each event costs a call to each of them, to an address of the app's choice.
constexpr std::size_t kMostPushed = 20;

json::array to_array(const std::vector<std::string>& texts) {
  return json::array(texts.begin(), texts.end());
}

/// SSF 1.0, section 8.1.1.
json::object to_json(const Signals& signals, const Stream& stream) {
  const bool polls = !stream.is_pushed();
  const auto supported = supported_events();
  // The authorization of pushes is a secret, and not among what is told.
  json::object delivery = {
      {"method", polls ? kPollDelivery : kPushDelivery},
      {"endpoint_url",
       polls ? signals.issuer + "/ssf/poll?stream_id=" + stream.id.value() : stream.endpoint_url}};
  json::object body = {{"stream_id", stream.id.value()},
                       {"iss", signals.issuer},
                       {"aud", stream.app_id.value()},
                       {"delivery", std::move(delivery)},
                       {"events_supported", json::array(supported.begin(), supported.end())},
                       {"events_requested", to_array(stream.events_requested)},
                       {"events_delivered", to_array(delivered_events(stream.events_requested))},
                       {"min_verification_interval", 0},
                       {"description", stream.description}};
  if (polls) body["inactivity_timeout"] = kInactivityTimeout.count();
  return body;
}

/// As texts of a set, where it is a list: their order says nothing.
bool says_the_same(const json::value& sent, const json::value& ours) {
  if (!sent.is_array()) return sent == ours;
  const auto sorted = [](const json::value& list) {
    std::set<std::string> words;
    if (list.is_string()) words.insert(json::serialize(list));
    if (const auto* array = list.if_array()) {
      for (const auto& word : *array) words.insert(json::serialize(word));
    }
    return words;
  };
  return sorted(sent) == sorted(ours);
}

/// What is ours to say may come back as it was told, and not otherwise (SSF 1.0, sections 8.1.1.3 and
/// 8.1.1.4).
std::optional<http::Response> find_mismatch(const json::object& body, const json::object& told) {
  for (const std::string_view member : {"stream_id", "iss", "aud", "events_supported", "events_delivered",
                                        "min_verification_interval", "inactivity_timeout"}) {
    const auto* sent = body.if_contains(member);
    const auto* ours = told.if_contains(member);
    if (sent == nullptr || (ours != nullptr && says_the_same(*sent, *ours))) continue;
    return bad_member(member, "is the platform's to say: leave it out, or send it as it was told");
  }
  return std::nullopt;
}

http::Response answer(const Signals& signals, int status, const Stream& stream) {
  return receiver_answer(status, to_json(signals, stream));
}

std::optional<Stream> find(const Signals& signals, const App& app, const StreamId& id) {
  return signals.database.read(
      [&](sql::Connection& connection) { return signal_streams::find(connection, app.id, id); });
}

enum class Room { found, too_many, too_many_pushed };

Room make_room(sql::Connection& connection, const Signals& signals, const AppId& app) {
  if (signal_streams::count(connection, app) < kMostStreams) return Room::found;
  for (auto& stream : signal_streams::list(connection, app)) {
    signals.ledger.update(stream);
    if (was_heard_of_lately(stream, signals.clock.now())) continue;
    return signal_streams::remove(connection, app, stream.id) ? Room::found : Room::too_many;
  }
  return Room::too_many;
}

bool may_push(sql::Connection& connection, const Stream& stream) {
  return !stream.is_pushed() || signal_streams::count_pushed(connection, stream.app_id) < kMostPushed;
}

http::Response no_room(Room room) {
  return room == Room::too_many
             ? http::problem(409, "too_many_streams", "The app has 1000 live streams already.")
             : http::problem(409, "too_many_streams",
                             "The app has 20 streams with push delivery already. Others can poll.");
}

void put_authorization(sql::Connection& connection, const Signals& signals, const StreamId& id,
                       const std::optional<SecretString>& authorization) {
  if (authorization)
    push_streams::put_authorization(connection, signals.sealing_key, signals.random, id, *authorization);
}

/// From now on the platform calls an address of the app's choice, or does so no more.
void record(sql::Connection& connection, const Signals& signals, const Call& call, const Stream& stream,
            const char* action) {
  auto event = make_audit_event(call, signals.clock.now(), action, stream.id.value());
  event.actor = event.app_id = stream.app_id.value();
  audit_events::append(connection, event);
}

http::Response create(const Signals& signals, const Call& call, const App& app) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  Stream stream{.id = StreamId(make_sortable_text(kStreamIdPrefix, signals.clock, signals.random)),
                .app_id = app.id};
  stream.created_at = stream.last_seen_at = signals.clock.now();
  const auto authorization = apply(*body, Replaces::everything, stream);
  if (!authorization) return authorization.error();
  const auto room = signals.database.write([&](sql::Connection& connection) {
    // Nobody follows what an instance followed before it lost us, and nobody should wait for that.
    if (!stream.is_pushed() && !stream.instance_id.empty())
      signal_streams::remove_of_instance(connection, app.id, stream.instance_id);
    const auto found = make_room(connection, signals, app.id);
    if (found != Room::found) return found;
    if (!may_push(connection, stream)) return Room::too_many_pushed;
    stream.acknowledged = signal_events::load_position(connection);
    signal_streams::insert(connection, stream);
    put_authorization(connection, signals, stream.id, *authorization);
    if (stream.is_pushed()) record(connection, signals, call, stream, "app.push_set");
    return Room::found;
  });
  return room == Room::found ? answer(signals, 201, stream) : no_room(room);
}

http::Response show(const Signals& signals, const Call& call, const App& app) {
  const auto id = stream_id_of(call.request);
  if (!id.empty()) {
    const auto stream = find(signals, app, id);
    return stream ? answer(signals, 200, *stream) : no_such_stream(id);
  }
  const auto all = signals.database.read(
      [&](sql::Connection& connection) { return signal_streams::list(connection, app.id); });
  json::array streams;
  for (const auto& stream : all) streams.push_back(to_json(signals, stream));
  auto response = http::json_response(200, json::serialize(streams));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

/// Which stream a change is about: the query says it, or the body.
StreamId named_stream(const Call& call, const json::object& body) {
  auto id = stream_id_of(call.request);
  const auto* named = body.if_contains("stream_id");
  if (!id.empty() || named == nullptr || !named->is_string()) return id;
  return StreamId(std::string(named->as_string().subview(0, 64)));
}

http::Response change(const Signals& signals, const Call& call, const App& app, Replaces replaces) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  const auto id = named_stream(call, *body);
  // As a whole in one transaction: pushes go on beside it.
  return signals.database.write([&](sql::Connection& connection) {
    auto stream = signal_streams::find(connection, app.id, id);
    if (!stream) return no_such_stream(id);
    if (const auto refused = find_mismatch(*body, to_json(signals, *stream))) return *refused;
    const auto before = *stream;
    const auto authorization = apply(*body, replaces, *stream);
    if (!authorization) return authorization.error();
    if (!before.is_pushed() && !may_push(connection, *stream)) return no_room(Room::too_many_pushed);
    signals.ledger.update(*stream);
    (void)signal_streams::update(connection, *stream);
    put_authorization(connection, signals, id, *authorization);
    const bool is_changed = stream->endpoint_url != before.endpoint_url || *authorization;
    if (stream->is_pushed() && is_changed) record(connection, signals, call, *stream, "app.push_set");
    if (!stream->is_pushed() && before.is_pushed())
      record(connection, signals, call, *stream, "app.push_ended");
    return answer(signals, 200, *stream);
  });
}

http::Response remove(const Signals& signals, const Call& call, const App& app) {
  const auto id = stream_id_of(call.request);
  const bool removed = signals.database.write([&](sql::Connection& connection) {
    const auto stream = signal_streams::find(connection, app.id, id);
    if (!stream) return false;
    if (stream->is_pushed()) record(connection, signals, call, *stream, "app.push_ended");
    return signal_streams::remove(connection, app.id, id);
  });
  signals.hub.announce({.every_app = false, .apps = {app.id}});
  return removed ? http::no_content() : no_such_stream(id);
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
