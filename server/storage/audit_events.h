// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/sql/connection.h"
#include "server/model/audit_event.h"
#include "server/storage/page.h"

/// The audit log. Events are written in the transaction of what they tell about. As in storage/users.h.
namespace gatehouse::server::audit_events {

void append(sql::Connection& connection, const AuditEvent& event);
/// Newest first; `after` is an event id as text.
[[nodiscard]] Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page);

}  // namespace gatehouse::server::audit_events
