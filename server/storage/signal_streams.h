// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/signal_event.h"

/// Streams of events to the instances of apps. As in storage/users.h.
namespace gatehouse::server::signal_streams {

enum class Delivery { poll, push };
enum class Status { enabled, paused, disabled };
[[nodiscard]] std::string_view to_text(Delivery delivery);
[[nodiscard]] std::string_view to_text(Status status);
[[nodiscard]] std::optional<Status> parse_status(std::string_view text);

struct Stream {
  StreamId id;
  AppId app_id;
  Delivery delivery = Delivery::poll;
  std::string endpoint_url;                   ///< of a push; empty for polls
  std::vector<std::string> events_requested;  ///< empty: all
  std::string description;
  Status status = Status::enabled;
  std::string status_reason;
  std::string instance_id, instance_host, instance_version;
  std::vector<std::string> instance_secrets;  ///< kids of the secrets that the instance holds
  std::int64_t acknowledged = 0;              ///< position up to which it has got everything
  Time created_at{};
  Time last_seen_at{};
  int failures = 0;                   ///< of pushes, since the last that arrived
  std::optional<Time> failing_since;  ///< the first of them
  std::string last_error;             ///< the last that a push met with, in one sentence

  /// For people: what its instance says of itself, or else the stream's id.
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] bool is_pushed() const { return delivery == Delivery::push; }
};

void insert(sql::Connection& connection, const Stream& stream);
[[nodiscard]] std::optional<Stream> find(sql::Connection& connection, const AppId& app, const StreamId& id);
/// In order of their making.
[[nodiscard]] std::vector<Stream> list(sql::Connection& connection, const AppId& app);
[[nodiscard]] std::vector<Stream> list_all(sql::Connection& connection);
[[nodiscard]] std::size_t count(sql::Connection& connection, const AppId& app);
[[nodiscard]] std::size_t count_pushed(sql::Connection& connection, const AppId& app);
/// Stores what its receiver may change, and the status. What was noted of pushes begins anew.
bool update(sql::Connection& connection, const Stream& stream);
bool remove(sql::Connection& connection, const AppId& app, const StreamId& id);
/// Those that this running instance made before.
void remove_of_instance(sql::Connection& connection, const AppId& app, const std::string& instance_id);
/// What was seen of a stream since; positions and times never go back.
void note_seen(sql::Connection& connection, const StreamId& id, std::int64_t acknowledged, Time at);
/// Poll streams that nobody has polled since `before`.
std::int64_t remove_inactive(sql::Connection& connection, Time before, std::size_t limit);

/// Users that the receiver asked to hear nothing about.
inline constexpr std::size_t kMostExclusions = 1000;
[[nodiscard]] bool exclude(sql::Connection& connection, const StreamId& id, const UserId& user);
void include(sql::Connection& connection, const StreamId& id, const UserId& user);

}  // namespace gatehouse::server::signal_streams
