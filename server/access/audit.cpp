// SPDX-License-Identifier: Apache-2.0
#include "server/access/audit.h"

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

}  // namespace gatehouse::server
