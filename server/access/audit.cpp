// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"

#include "server/model/app.h"

namespace gatehouse::server {

AuditEvent make_audit_event(const Call& call, Time now, std::string action, std::string target) {
  AuditEvent event;
  event.at = now;
  event.action = std::move(action);
  event.outcome = "success";
  event.actor = call.caller.actor();
  event.target = std::move(target);
  event.session_id = call.caller.credential();
  event.client_address = call.request.client_address;
  event.request_id = call.request.request_id;
  return event;
}

AuditEvent make_refusal_event(const Call& call, const std::string& route_path, std::string reason) {
  auto event =
      make_audit_event(call, {}, {}, std::string(http::to_text(call.request.method)) + ' ' + route_path);
  event.outcome = "failure";
  event.reason = std::move(reason);
  if (!route_path.starts_with("/api/v1/apps/{id}")) return event;
  if (const auto& app = call.request.param("id"); is_app_id(app)) event.app_id = app;
  return event;
}

}  // namespace gatehouse::server
