// SPDX-License-Identifier: Apache-2.0
#include "server/storage/signal_events.h"

#include "server/model/app.h"
#include "server/storage/app_list.h"

namespace gatehouse::server::signal_events {
namespace {

/// The most that a verifier forgives about times (contract, section 2).
constexpr std::chrono::seconds kMostLeeway{120};
/// A token that was decided before an event is over by then, whatever its app's settings are.
constexpr std::chrono::seconds kLongestMeaning = kMostTokenLifetime + kMostLeeway;

constexpr std::string_view kColumns =
    "position, at, kind, coalesce(user_id, ''), coalesce(session_id, ''), coalesce(stream_id, ''), detail, "
    "expires_at";

std::string listed(const AppId& app) {
  return write_app_list({app});
}

std::vector<SignalEvent> to_events(const sql::Rows& rows) {
  std::vector<SignalEvent> events;
  events.reserve(rows.size());
  for (const auto row : rows) {
    events.push_back({row.get<std::int64_t>(0), row.get<Time>(1),
                      parse_signal_kind(row.get<std::string>(2)).value(), row.get<UserId>(3),
                      row.get<SessionId>(4), row.get<StreamId>(5), row.get<std::string>(6),
                      row.get<Time>(7)});
  }
  return events;
}

Audience find_audience(const sql::Rows& lists) {
  Audience audience;
  for (const auto row : lists) {
    const auto list = row.get<std::optional<std::string>>(0);
    if (!list) audience.every_app = true;
    for (auto& app : split_app_list(list.value_or(""))) audience.apps.push_back(std::move(app));
  }
  return audience;
}

}  // namespace

std::int64_t load_position(sql::Connection& connection) {
  return connection.query("select coalesce(max(position), 0) from signal_events")
      .first()
      .get<std::int64_t>(0);
}

void begin_run(sql::Connection& connection, Time now) {
  const auto microseconds = std::chrono::microseconds(now.time_since_epoch()).count();
  connection.query(
      "insert into signal_events (position, kind, apps, at, expires_at) values (max(?, (select "
      "coalesce(max(position), 0) from signal_events) + 1), 'run-begun', ',', ?, ?)",
      microseconds, now, now);
}

void append_for_app(sql::Connection& connection, SignalKind kind, const AppId& app) {
  connection.query("insert into signal_events (kind, apps) values (?, ?)", to_text(kind), listed(app));
}

void append_for_user(sql::Connection& connection, SignalKind kind, const AppId& app, const UserId& user) {
  connection.query("insert into signal_events (kind, apps, user_id) values (?, ?, ?)", to_text(kind),
                   listed(app), user);
}

void append_for_all(sql::Connection& connection, SignalKind kind, const std::string& detail) {
  connection.query("insert into signal_events (kind, detail) values (?, ?)", to_text(kind), detail);
}

void append_for_stream(sql::Connection& connection, SignalKind kind, const AppId& app, const StreamId& stream,
                       const std::string& detail) {
  connection.query("insert into signal_events (kind, apps, stream_id, detail) values (?, ?, ?, ?)",
                   to_text(kind), listed(app), stream, detail);
}

std::optional<Audience> seal(sql::Connection& connection, Time now) {
  const auto lists = connection.query("select distinct apps from signal_events where at = 0");
  if (lists.empty()) return std::nullopt;
  connection.query(
      "delete from signal_events where at = 0 and position not in (select max(position) from signal_events "
      "where at = 0 group by kind, apps, user_id, session_id, stream_id, detail)");
  connection.query(
      "update signal_events set detail = (select json_group_array(role_name) from (select role_name from "
      "member_roles where app_id = trim(signal_events.apps, ',') and user_id = signal_events.user_id order "
      "by role_name)) where at = 0 and kind = 'roles'");
  connection.query("update signal_events set at = ?, expires_at = ? where at = 0", now,
                   now + kLongestMeaning);
  return find_audience(lists);
}

void quietly(sql::Connection& connection, const std::function<void()>& work) {
  connection.query("insert into signals_muted (reason) values ('over')");
  work();
  connection.query("delete from signals_muted");
}

std::vector<SignalEvent> list(sql::Connection& connection, const Wanted& wanted, std::int64_t after,
                              std::size_t limit) {
  static const std::string statement =
      "select " + std::string(kColumns) +
      " from signal_events where position > ? and (apps is null or instr(apps, ?) > 0) and (stream_id is "
      "null or stream_id = ?) and instr(?, ',' || kind || ',') > 0 and not exists (select 1 from "
      "signal_stream_exclusions e where e.stream_id = ? and e.user_id = signal_events.user_id) order by "
      "position limit ?";
  std::string kinds = ",";
  for (const auto kind : wanted.kinds) kinds += std::string(to_text(kind)) + ',';
  return to_events(
      connection.query(statement, after, listed(wanted.app), wanted.stream, kinds, wanted.stream, limit));
}

std::vector<SignalEvent> list_in_force(sql::Connection& connection, const AppId& app, Time now) {
  static const std::string statement =
      "select " + std::string(kColumns) +
      " from signal_events where position in (select max(position) from signal_events where (apps is null or "
      "instr(apps, ?) > 0) and stream_id is null and expires_at > ? and kind in ('session-revoked', "
      "'account-disabled', 'account-purged', 'member-removed', 'roles', 'keys-change') group by kind = "
      "'roles', user_id, session_id, case when kind = 'keys-change' then position end) order by position";
  return to_events(connection.query(statement, listed(app), now));
}

bool ended(sql::Connection& connection, const Decision& decision) {
  const std::string later = decision.position ? "position > ?" : "at >= ?";
  const auto since = decision.position ? sql::Value(*decision.position) : sql::to_value(decision.issued_at);
  const auto statement =
      "select 1 from signal_events where user_id = ? and " + later +
      " and kind in ('session-revoked', 'account-disabled', 'account-purged', 'member-removed') and "
      "(session_id is null or session_id = ?) and (apps is null or instr(apps, ?) > 0) union all select 1 "
      "from signal_events where kind = 'app-epoch' and " +
      later + " and instr(apps, ?) > 0 limit 1";
  const auto app = sql::to_value(listed(decision.app));
  const std::vector<sql::Value> parameters = {
      sql::to_value(decision.user), since, sql::to_value(decision.session), app, since, app};
  return !connection.run(statement, parameters).empty();
}

std::int64_t remove_expired(sql::Connection& connection, Time now, std::size_t limit) {
  return connection
      .query(
          "delete from signal_events where position in (select position from signal_events where expires_at "
          "<= ? and position < (select max(position) from signal_events) limit ?)",
          now, limit)
      .affected();
}

}  // namespace gatehouse::server::signal_events
