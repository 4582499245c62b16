// SPDX-License-Identifier: Apache-2.0
#include "server/features/audit/event_json.h"

#include "core/base/time_text.h"

namespace gatehouse::server {

boost::json::object to_json(const AuditEvent& event) {
  return {{"id", std::to_string(event.id)}, {"at", to_rfc3339(event.at)},
          {"action", event.action},         {"outcome", event.outcome},
          {"reason", event.reason},         {"actor", event.actor},
          {"target", event.target},         {"appId", event.app_id},
          {"sessionId", event.session_id},  {"clientAddress", event.client_address},
          {"requestId", event.request_id}};
}

Shape event_shape() {
  using namespace shape;
  return object("AuditEvent", {{"id", text()},
                               {"at", time()},
                               {"action", text()},
                               {"outcome", one_of({"success", "failure"})},
                               {"reason", text()},
                               {"actor", text()},
                               {"actorName", text().nullable()},
                               {"target", text()},
                               {"targetName", text().nullable()},
                               {"appId", text()},
                               {"sessionId", text()},
                               {"clientAddress", text()},
                               {"requestId", text()}});
}

}  // namespace gatehouse::server
