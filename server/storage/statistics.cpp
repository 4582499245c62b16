// SPDX-License-Identifier: Apache-2.0
#include "server/storage/statistics.h"

#include <chrono>
#include <string_view>

namespace gatehouse::server::statistics {
namespace {

std::int64_t count(const sql::Rows& rows) {
  return rows[0].get<std::int64_t>(0);
}

std::int64_t hour_of(Time time) {
  return std::chrono::floor<std::chrono::hours>(time).time_since_epoch().count();
}

Time start_of(std::int64_t hour) {
  return Time(std::chrono::hours(hour));
}

std::string_view to_text(Kind kind) {
  switch (kind) {
    case Kind::sign_in:
      return "sign_in";
    case Kind::failure:
      return "failure";
    case Kind::throttled:
      return "throttled";
    case Kind::challenge:
      return "challenge";
    case Kind::active:
      return "active";
    case Kind::active_day:
      return "active_day";
  }
  return "";
}

}  // namespace

void add(sql::Connection& connection, Time at, Kind kind, std::uint64_t count) {
  connection.query(
      "insert into hourly_counts (hour, kind, count) values (?, ?, ?) on conflict (hour, kind) do update set "
      "count = hourly_counts.count + excluded.count",
      hour_of(at), to_text(kind), std::int64_t(count));
}

void note_active(sql::Connection& connection, std::optional<Time> last, Time now) {
  const Time day = std::chrono::floor<std::chrono::days>(now);
  if (!last || hour_of(*last) < hour_of(now)) add(connection, now, Kind::active, 1);
  if (!last || *last < day) add(connection, day, Kind::active_day, 1);
}

std::int64_t count_people_lately(sql::Connection& connection, Time now) {
  return count(connection.query(
      "select coalesce(max(count), 0) from hourly_counts where hour >= ? and kind = 'active'",
      hour_of(now) - 1));
}

std::int64_t count_users(sql::Connection& connection) {
  return count(connection.query("select users from user_counts"));
}

std::int64_t count_apps(sql::Connection& connection) {
  return count(connection.query("select count(*) from apps"));
}

std::int64_t count_active_users(sql::Connection& connection, Time since) {
  return count(connection.query("select count(*) from users where last_sign_in_at >= ?", since));
}

std::vector<Hour> list_hours(sql::Connection& connection, Time since) {
  const auto rows = connection.query(
      "select hour, sum(case kind when 'sign_in' then count else 0 end), "
      "sum(case kind when 'failure' then count else 0 end), "
      "sum(case kind when 'throttled' then count else 0 end), "
      "sum(case kind when 'challenge' then count else 0 end), "
      "sum(case kind when 'active' then count else 0 end) from hourly_counts "
      "where hour >= ? and kind <> 'active_day' group by hour order by hour",
      hour_of(since));
  std::vector<Hour> hours;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    hours.push_back({start_of(rows[i].get<std::int64_t>(0)), rows[i].get<std::int64_t>(1),
                     rows[i].get<std::int64_t>(2), rows[i].get<std::int64_t>(3), rows[i].get<std::int64_t>(4),
                     rows[i].get<std::int64_t>(5)});
  }
  return hours;
}

std::vector<Day> list_days(sql::Connection& connection, Time since) {
  const auto rows = connection.query(
      "select hour, count from hourly_counts where hour >= ? and kind = 'active_day' order by hour",
      hour_of(std::chrono::floor<std::chrono::days>(since)));
  std::vector<Day> days;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    days.push_back({start_of(rows[i].get<std::int64_t>(0)), rows[i].get<std::int64_t>(1)});
  }
  return days;
}

}  // namespace gatehouse::server::statistics
