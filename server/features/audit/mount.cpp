// SPDX-License-Identifier: Apache-2.0
#include "server/features/audit/mount.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/access/paging.h"
#include "server/storage/audit_events.h"

namespace gatehouse::server {
namespace {

boost::json::object to_json(const AuditEvent& event) {
  return {{"id", std::to_string(event.id)}, {"at", to_rfc3339(event.at)},
          {"action", event.action},         {"outcome", event.outcome},
          {"reason", event.reason},         {"actor", event.actor},
          {"target", event.target},         {"appId", event.app_id},
          {"sessionId", event.session_id},  {"clientAddress", event.client_address},
          {"requestId", event.request_id}};
}

}  // namespace

void mount_audit(Routes& routes, sql::Database& database) {
  routes.push_back({.method = http::Method::get,
                    .path = "/api/v1/audit-events",
                    .access = Access::requires_permission(PlatformPermission::view_platform),
                    .summary = "The audit log, newest first",
                    .query = page_parameters(),
                    .handle = [&database](const Call& call) {
                      const auto query = parse_query(call.request, page_parameters());
                      if (!query) return query.error();
                      const auto page = parse_page(*query);
                      if (!page) return page.error();
                      const auto found = database.read(
                          [&](sql::Connection& connection) { return audit_events::list(connection, *page); });
                      boost::json::array items;
                      for (const auto& event : found.items) items.push_back(to_json(event));
                      return list_answer(std::move(items), found.next);
                    }});
  routes.push_back({.method = http::Method::post,
                    .path = "/api/v1/operator/audit-events/verify",
                    .access = Access::local_operator(),
                    .summary = "Go through the chain of the audit log; names the first broken event",
                    .handle = [&database](const Call&) {
                      const auto check = database.read(audit_events::verify_chain);
                      boost::json::object json = {{"checked", check.checked}, {"firstBroken", nullptr}};
                      if (check.first_broken) json["firstBroken"] = std::to_string(*check.first_broken);
                      return json_answer(200, json);
                    }});
}

}  // namespace gatehouse::server
