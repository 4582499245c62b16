// SPDX-License-Identifier: Apache-2.0
#include "core/http/problem.h"
#include "server/features/signals/receiver.h"
#include "server/storage/signal_events.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostVerifications = 10;

StreamId named_stream(const json::object& body) {
  const auto* id = body.if_contains("stream_id");
  return StreamId(id != nullptr && id->is_string() ? std::string(id->as_string().subview(0, 64)) : "");
}

http::Response verify(const Signals& signals, const Call& call, const App& app) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  const auto id = named_stream(*body);
  const auto state = read_text(*body, "state", 1000);
  if (!state) return state.error();
  enum class Outcome { asked, unknown, too_many };
  const auto outcome = signals.database.write([&](sql::Connection& connection) {
    auto stream = signal_streams::find(connection, app.id, id);
    if (!stream) return Outcome::unknown;
    signals.ledger.update(*stream);
    const auto waiting = signal_events::list(connection, {app.id, stream->id, {SignalKind::verification}},
                                             stream->acknowledged, kMostVerifications);
    if (waiting.size() >= kMostVerifications) return Outcome::too_many;
    signal_events::append_for_stream(connection, SignalKind::verification, app.id, stream->id,
                                     state->value_or(""));
    return Outcome::asked;
  });
  if (outcome == Outcome::unknown) return no_such_stream(id);
  if (outcome == Outcome::asked) return http::no_content();
  auto response =
      http::problem(429, "too_many_verifications", "Take the verification events that wait first.");
  response.headers.set("Retry-After", "5");
  return response;
}

json::object status_json(const Stream& stream) {
  json::object body = {{"stream_id", stream.id.value()}, {"status", to_text(stream.status)}};
  if (!stream.status_reason.empty()) body["reason"] = stream.status_reason;
  return body;
}

http::Response show_status(const Signals& signals, const Call& call, const App& app) {
  const auto id = stream_id_of(call.request);
  const auto stream = signals.database.read(
      [&](sql::Connection& connection) { return signal_streams::find(connection, app.id, id); });
  return stream ? receiver_answer(200, status_json(*stream)) : no_such_stream(id);
}

http::Response set_status(const Signals& signals, const Call& call, const App& app) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  const auto name = read_text(*body, "status", 20);
  if (!name) return name.error();
  const auto reason = read_text(*body, "reason", 200);
  if (!reason) return reason.error();
  const auto status = signal_streams::parse_status(name->value_or(""));
  if (!status) return bad_member("status", "must be enabled, paused or disabled");
  const auto id = named_stream(*body);
  const auto changed = signals.database.write([&](sql::Connection& connection) {
    auto stream = signal_streams::find(connection, app.id, id);
    if (!stream) return stream;
    signals.ledger.update(*stream);
    // What came while it was disabled is not kept for it (SSF 1.0, section 8.1.2.1).
    if (stream->status == signal_streams::Status::disabled) {
      stream->acknowledged = signal_events::load_position(connection);
    }
    stream->status = *status;
    stream->status_reason = reason->value_or("");
    (void)signal_streams::update(connection, *stream);
    return stream;
  });
  if (!changed) return no_such_stream(id);
  signals.hub.announce({.every_app = false, .apps = {app.id}});
  return receiver_answer(200, status_json(*changed));
}

/// The user of a subject in the forms that we write (RFC 9493, sections 3.2.4 and 3.2.7).
std::optional<UserId> find_user(const Signals& signals, const json::value* subject) {
  const auto* object = subject == nullptr ? nullptr : subject->if_object();
  if (object == nullptr) return std::nullopt;
  const auto text = [&](std::string_view member) -> std::string_view {
    const auto* value = object->if_contains(member);
    return value != nullptr && value->is_string() ? std::string_view(value->as_string()) : "";
  };
  if (text("format") == "complex") return find_user(signals, object->if_contains("user"));
  if (text("format") != "iss_sub" || text("iss") != signals.issuer || text("sub").size() > 64)
    return std::nullopt;
  return UserId(std::string(text("sub")));
}

enum class Subject { add, remove };

http::Response change_subject(const Signals& signals, const Call& call, const App& app, Subject change) {
  const auto body = parse_receiver_body(call.request);
  if (!body) return body.error();
  const auto user = find_user(signals, body->if_contains("subject"));
  if (!user || user->empty()) return bad_member("subject", "must name a user of this platform as iss_sub");
  const auto id = named_stream(*body);
  enum class Outcome { done, unknown, too_many };
  const auto outcome = signals.database.write([&](sql::Connection& connection) {
    const auto stream = signal_streams::find(connection, app.id, id);
    if (!stream) return Outcome::unknown;
    if (change == Subject::add) {
      signal_streams::include(connection, stream->id, *user);
      return Outcome::done;
    }
    return signal_streams::exclude(connection, stream->id, *user) ? Outcome::done : Outcome::too_many;
  });
  if (outcome == Outcome::unknown) return no_such_stream(id);
  if (outcome == Outcome::too_many)
    return http::problem(409, "too_many_subjects", "A stream may leave out at most 1000 users.");
  return change == Subject::add ? http::Response{} : http::no_content();
}

}  // namespace

void mount_stream_service_routes(Routes& routes, const Signals& signals) {
  using Handle = http::Response (*)(const Signals&, const Call&, const App&);
  const auto add = [&](http::Method method, std::string path, std::string summary, Handle handle) {
    routes.push_back(receiver_route(
        method, std::move(path), std::move(summary),
        [signals, handle](const Call& call, const App& app) { return handle(signals, call, app); }, signals));
  };
  add(http::Method::post, "/ssf/verify", "Ask for a verification event", verify);
  add(http::Method::get, "/ssf/status", "A stream's status", show_status);
  add(http::Method::post, "/ssf/status", "Pause, disable or enable a stream", set_status);
  add(http::Method::post, "/ssf/subjects/add", "Hear of a user again; at first a stream hears of all",
      [](const Signals& given, const Call& call, const App& app) {
        return change_subject(given, call, app, Subject::add);
      });
  add(http::Method::post, "/ssf/subjects/remove", "Hear of a user no more",
      [](const Signals& given, const Call& call, const App& app) {
        return change_subject(given, call, app, Subject::remove);
      });
}

}  // namespace gatehouse::server
