// SPDX-License-Identifier: Apache-2.0
#include "server/features/statistics/mount.h"

#include <charconv>

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/storage/statistics.h"

namespace gatehouse::server {
namespace {

constexpr int kMostDays = 30;

/// Whole hours, so that the first one counted is not cut.
Time hours_before(Time now, int days) {
  return std::chrono::floor<std::chrono::hours>(now) - std::chrono::hours(24 * days - 1);
}

/// 1 where the parameter is absent; nothing where it is no number within the bounds.
std::optional<int> parse_days(std::optional<std::string_view> text) {
  if (!text) return 1;
  int days = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), days);
  if (error != std::errc() || end != text->data() + text->size() || days < 1 || days > kMostDays) return {};
  return days;
}

boost::json::object count(sql::Connection& connection, Time since) {
  std::int64_t sign_ins = 0;
  std::int64_t failures = 0;
  std::int64_t throttled = 0;
  std::int64_t challenges = 0;
  boost::json::array hours;
  for (const auto& hour : statistics::list_hours(connection, since)) {
    sign_ins += hour.succeeded;
    failures += hour.failed;
    throttled += hour.throttled;
    challenges += hour.challenges;
    hours.push_back(boost::json::object{{"at", to_rfc3339(hour.start)},
                                        {"signIns", hour.succeeded},
                                        {"failures", hour.failed},
                                        {"throttled", hour.throttled},
                                        {"challenges", hour.challenges},
                                        {"activeUsers", hour.active}});
  }
  boost::json::array days;
  for (const auto& day : statistics::list_days(connection, since))
    days.push_back(boost::json::object{{"at", to_rfc3339(day.start)}, {"activeUsers", day.active}});
  return {{"since", to_rfc3339(since)},
          {"users", statistics::count_users(connection)},
          {"apps", statistics::count_apps(connection)},
          {"activeUsers", statistics::count_active_users(connection, since)},
          {"signIns", sign_ins},
          {"failures", failures},
          {"throttled", throttled},
          {"challenges", challenges},
          {"hours", std::move(hours)},
          {"days", std::move(days)}};
}

Shape statistics_shape() {
  using namespace shape;
  return object("Statistics", {{"since", time()},
                               {"users", integer()},
                               {"apps", integer()},
                               {"activeUsers", integer()},
                               {"signIns", integer()},
                               {"failures", integer()},
                               {"throttled", integer()},
                               {"challenges", integer()},
                               {"hours", list_of(object("", {{"at", time()},
                                                             {"signIns", integer()},
                                                             {"failures", integer()},
                                                             {"throttled", integer()},
                                                             {"challenges", integer()},
                                                             {"activeUsers", integer()}}))},
                               {"days", list_of(object("", {{"at", time()}, {"activeUsers", integer()}}))}});
}

}  // namespace

void mount_statistics(Routes& routes, const Statistics& statistics) {
  const std::vector<QueryParameter> parameters = {
      {"days", "How many days to count back, 1 to 30; default 1."}};
  routes.push_back({.method = http::Method::get,
                    .path = "/api/v1/statistics",
                    .access = Access::requires_permission(PlatformPermission::view_platform),
                    .summary = "Users, apps, and the sign-ins of the last days by hours of UTC",
                    .query = parameters,
                    .answers = {{200, statistics_shape()}},
                    .handle = [statistics, parameters](const Call& call) {
                      const auto query = parse_query(call.request, parameters);
                      if (!query) return query.error();
                      const auto days = parse_days(query->find("days"));
                      if (!days) return invalid_fields({{"days", "must be from 1 to 30"}});
                      const auto since = hours_before(statistics.clock.now(), *days);
                      return json_answer(200, statistics.database.read([&](sql::Connection& connection) {
                        return count(connection, since);
                      }));
                    }});
}

}  // namespace gatehouse::server
