// SPDX-License-Identifier: Apache-2.0
#include "server/defence/refusal_log.h"

#include "server/storage/audit_events.h"

namespace gatehouse::server {

void RefusalLog::add(AuditEvent refusal) {
  refusal.at = clock_.now();
  refusal.action = kRequestRefused;
  refusal.outcome = "failure";
  {
    const std::lock_guard lock(mutex_);
    if (!counts_.add(refusal, clock_.monotonic())) return;
  }
  database_.write([&](sql::Connection& connection) { audit_events::append(connection, refusal); });
}

bool RefusalLog::tell_numbers() {
  std::vector<AuditEvent> events;
  {
    const std::lock_guard lock(mutex_);
    events = counts_.take(clock_.monotonic());
  }
  if (events.empty()) return false;
  database_.write([&](sql::Connection& connection) {
    for (auto& event : events) {
      event.at = clock_.now();
      event.action = kRequestRefusedAgain;
      audit_events::append(connection, event);
    }
  });
  return true;
}

}  // namespace gatehouse::server
