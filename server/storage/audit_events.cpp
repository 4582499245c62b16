// SPDX-License-Identifier: Apache-2.0
#include "server/storage/audit_events.h"

#include <charconv>
#include <limits>

namespace gatehouse::server::audit_events {

void append(sql::Connection& connection, const AuditEvent& event) {
  connection.query(
      "insert into audit_events (at, action, outcome, reason, actor, target, app_id, session_id, "
      "client_address, "
      "request_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      event.at, event.action, event.outcome, event.reason, event.actor, event.target, event.app_id,
      event.session_id, event.client_address, event.request_id);
}

Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page) {
  auto before = std::numeric_limits<std::int64_t>::max();
  if (!page.after.empty()) std::from_chars(page.after.data(), page.after.data() + page.after.size(), before);
  const auto rows = connection.query(
      "select id, at, action, outcome, reason, actor, target, app_id, session_id, client_address, request_id "
      "from audit_events where id < ? order by id desc limit ?",
      before, page.limit + 1);
  std::vector<AuditEvent> events;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    events.push_back({row.get<std::int64_t>(0), row.get<Time>(1), row.get<std::string>(2),
                      row.get<std::string>(3), row.get<std::string>(4), row.get<std::string>(5),
                      row.get<std::string>(6), row.get<std::string>(7), row.get<std::string>(8),
                      row.get<std::string>(9), row.get<std::string>(10)});
  }
  return make_page(std::move(events), page.limit,
                   [](const AuditEvent& event) { return std::to_string(event.id); });
}

}  // namespace gatehouse::server::audit_events
