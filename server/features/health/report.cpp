// SPDX-License-Identifier: Apache-2.0
#include "server/features/health/report.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/session/password_service.h"

namespace gatehouse::server {
namespace {

boost::json::object to_json(const HealthReport& report) {
  boost::json::array checks;
  for (const auto& finding : report.findings) {
    checks.push_back(boost::json::object{{"subject", finding.subject},
                                         {"state", to_text(finding.state)},
                                         {"text", finding.text},
                                         {"mend", finding.mend}});
  }
  boost::json::object queues;
  for (const auto& [name, waiting] : report.queues) queues[name] = waiting;
  const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(report.now - report.started_at);
  return {{"state", to_text(worst_of(report.findings))},
          {"version", report.version},
          {"time", to_rfc3339(report.now)},
          {"startedAt", to_rfc3339(report.started_at)},
          {"uptimeSeconds", uptime.count()},
          {"checks", std::move(checks)},
          {"database", {{"bytes", report.database_bytes}, {"walBytes", report.wal_bytes}}},
          {"queues", std::move(queues)}};
}

Shape report_shape() {
  using namespace shape;
  return object(
      "Health",
      {{"state", text()},
       {"version", text()},
       {"time", time()},
       {"startedAt", time()},
       {"uptimeSeconds", integer()},
       {"checks",
        list_of(object("", {{"subject", text()}, {"state", text()}, {"text", text()}, {"mend", text()}}))},
       {"database", object("", {{"bytes", integer()}, {"walBytes", integer()}})},
       {"queues", map_of(integer())}});
}

std::vector<QueryParameter> parameters() {
  return {{"depth", "`thorough`: look at every page of the database, which takes as long as reading it"}};
}

}  // namespace

Route health_report_route(Examine examine) {
  return {.method = http::Method::get,
          .path = "/api/v1/health",
          .access = Access::requires_permission(PlatformPermission::view_platform),
          .summary = "The checks of gatehouse doctor, sizes and queues",
          .query = parameters(),
          .answers = {{200, report_shape()}},
          .handle = [examine = std::move(examine)](const Call& call) {
            const auto query = parse_query(call.request, parameters());
            if (!query) return query.error();
            const auto depth = query->find("depth").value_or("quick");
            if (depth != "quick" && depth != "thorough")
              return invalid_fields({{"depth", "must be quick or thorough"}});
            const auto report = examine(depth == "thorough");
            return report ? json_answer(200, to_json(*report)) : overloaded();
          }};
}

}  // namespace gatehouse::server
