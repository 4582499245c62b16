// SPDX-License-Identifier: Apache-2.0
#include "server/storage/statistics.h"

#include <chrono>

namespace gatehouse::server::statistics {
namespace {

constexpr std::int64_t kHourMs = std::chrono::milliseconds(std::chrono::hours(1)).count();

std::int64_t count(const sql::Rows& rows) {
  return rows[0].get<std::int64_t>(0);
}

}  // namespace

std::int64_t count_users(sql::Connection& connection) {
  return count(connection.query("select count(*) from users"));
}

std::int64_t count_apps(sql::Connection& connection) {
  return count(connection.query("select count(*) from apps"));
}

std::int64_t count_active_users(sql::Connection& connection, Time since) {
  return count(
      connection.query("select count(distinct target) from audit_events "
                       "where action = 'user.sign_in' and at >= ? and outcome = 'success'",
                       since));
}

std::vector<Hour> list_sign_in_hours(sql::Connection& connection, Time since) {
  const auto rows = connection.query(
      "select at / ? as hour, sum(case when outcome = 'success' then 1 else 0 end), "
      "sum(case when outcome = 'success' then 0 else 1 end) from audit_events "
      "where action = 'user.sign_in' and at >= ? group by hour order by hour",
      kHourMs, since);
  std::vector<Hour> hours;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    hours.push_back({Time(std::chrono::milliseconds(rows[i].get<std::int64_t>(0) * kHourMs)),
                     rows[i].get<std::int64_t>(1), rows[i].get<std::int64_t>(2)});
  }
  return hours;
}

}  // namespace gatehouse::server::statistics
