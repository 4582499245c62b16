// SPDX-License-Identifier: Apache-2.0
#include "server/storage/signal_streams.h"

#include "server/storage/text_list.h"

namespace gatehouse::server::signal_streams {
namespace {

constexpr std::string_view kSelect =
    "select id, app_id, delivery, endpoint_url, events_requested, description, status, status_reason, "
    "instance_id, instance_host, instance_version, instance_secrets, acknowledged, created_at, last_seen_at, "
    "failures, failing_since, last_error from signal_streams ";

Stream to_stream(const sql::Rows::Row& row) {
  return {.id = row.get<StreamId>(0),
          .app_id = row.get<AppId>(1),
          .delivery = row.get<std::string>(2) == "poll" ? Delivery::poll : Delivery::push,
          .endpoint_url = row.get<std::string>(3),
          .events_requested = split_words(row.get<std::string>(4)),
          .description = row.get<std::string>(5),
          .status = parse_status(row.get<std::string>(6)).value(),
          .status_reason = row.get<std::string>(7),
          .instance_id = row.get<std::string>(8),
          .instance_host = row.get<std::string>(9),
          .instance_version = row.get<std::string>(10),
          .instance_secrets = split_words(row.get<std::string>(11)),
          .acknowledged = row.get<std::int64_t>(12),
          .created_at = row.get<Time>(13),
          .last_seen_at = row.get<Time>(14),
          .failures = row.get<int>(15),
          .failing_since = row.get<std::optional<Time>>(16),
          .last_error = row.get<std::string>(17)};
}

}  // namespace

const std::string& Stream::name() const {
  if (!instance_host.empty()) return instance_host;
  return instance_id.empty() ? id.value() : instance_id;
}

std::string_view to_text(Delivery delivery) {
  return delivery == Delivery::poll ? "poll" : "push";
}

std::string_view to_text(Status status) {
  switch (status) {
    case Status::enabled:
      return "enabled";
    case Status::paused:
      return "paused";
    case Status::disabled:
      return "disabled";
  }
  return "";
}

std::optional<Status> parse_status(std::string_view text) {
  for (const auto status : {Status::enabled, Status::paused, Status::disabled}) {
    if (text == to_text(status)) return status;
  }
  return std::nullopt;
}

void insert(sql::Connection& connection, const Stream& stream) {
  connection.query(
      "insert into signal_streams (id, app_id, delivery, endpoint_url, events_requested, description, "
      "status, status_reason, instance_id, instance_host, instance_version, instance_secrets, acknowledged, "
      "created_at, last_seen_at, failures, next_attempt_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
      "?, ?, 0, 0)",
      stream.id, stream.app_id, to_text(stream.delivery), stream.endpoint_url,
      join_words(stream.events_requested), stream.description, to_text(stream.status), stream.status_reason,
      stream.instance_id, stream.instance_host, stream.instance_version, join_words(stream.instance_secrets),
      stream.acknowledged, stream.created_at, stream.last_seen_at);
}

std::optional<Stream> find(sql::Connection& connection, const AppId& app, const StreamId& id) {
  static const std::string statement = std::string(kSelect) + "where id = ? and app_id = ?";
  const auto rows = connection.query(statement, id, app);
  if (rows.empty()) return std::nullopt;
  return to_stream(rows[0]);
}

std::vector<Stream> list(sql::Connection& connection, const AppId& app) {
  static const std::string statement = std::string(kSelect) + "where app_id = ? order by id";
  std::vector<Stream> streams;
  const auto rows = connection.query(statement, app);
  for (const auto row : rows) streams.push_back(to_stream(row));
  return streams;
}

std::vector<Stream> list_all(sql::Connection& connection) {
  static const std::string statement = std::string(kSelect) + "order by app_id, id";
  std::vector<Stream> streams;
  const auto rows = connection.query(statement);
  for (const auto row : rows) streams.push_back(to_stream(row));
  return streams;
}

std::size_t count(sql::Connection& connection, const AppId& app) {
  return connection.query("select count(*) from signal_streams where app_id = ?", app)
      .first()
      .get<std::size_t>(0);
}

std::size_t count_pushed(sql::Connection& connection, const AppId& app) {
  return connection.query("select count(*) from signal_streams where app_id = ? and delivery = 'push'", app)
      .first()
      .get<std::size_t>(0);
}

bool update(sql::Connection& connection, const Stream& stream) {
  return connection
             .query(
                 "update signal_streams set delivery = ?, endpoint_url = ?, events_requested = ?, "
                 "description = ?, status = ?, status_reason = ?, instance_id = ?, instance_host = ?, "
                 "instance_version = ?, instance_secrets = ?, acknowledged = ?, failures = 0, "
                 "failing_since = null, last_error = '', next_attempt_at = 0 where id = ?",
                 to_text(stream.delivery), stream.endpoint_url, join_words(stream.events_requested),
                 stream.description, to_text(stream.status), stream.status_reason, stream.instance_id,
                 stream.instance_host, stream.instance_version, join_words(stream.instance_secrets),
                 stream.acknowledged, stream.id)
             .affected() == 1;
}

bool remove(sql::Connection& connection, const AppId& app, const StreamId& id) {
  return connection.query("delete from signal_streams where id = ? and app_id = ?", id, app).affected() == 1;
}

void remove_of_instance(sql::Connection& connection, const AppId& app, const std::string& instance_id) {
  connection.query("delete from signal_streams where app_id = ? and instance_id = ?", app, instance_id);
}

void note_seen(sql::Connection& connection, const StreamId& id, std::int64_t acknowledged, Time at) {
  connection.query(
      "update signal_streams set acknowledged = max(acknowledged, ?), last_seen_at = max(last_seen_at, ?) "
      "where id = ?",
      acknowledged, at, id);
}

std::int64_t remove_inactive(sql::Connection& connection, Time before, std::size_t limit) {
  return connection
      .query(
          "delete from signal_streams where id in (select id from signal_streams where delivery = 'poll' and "
          "last_seen_at < ? limit ?)",
          before, limit)
      .affected();
}

bool exclude(sql::Connection& connection, const StreamId& id, const UserId& user) {
  const auto held = connection.query("select count(*) from signal_stream_exclusions where stream_id = ?", id)
                        .first()
                        .get<std::size_t>(0);
  if (held >= kMostExclusions) return false;
  connection.query(
      "insert into signal_stream_exclusions (stream_id, user_id) values (?, ?) on conflict do nothing", id,
      user);
  return true;
}

void include(sql::Connection& connection, const StreamId& id, const UserId& user) {
  connection.query("delete from signal_stream_exclusions where stream_id = ? and user_id = ?", id, user);
}

}  // namespace gatehouse::server::signal_streams
