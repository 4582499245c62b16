// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/audit_event.h"
#include "server/storage/page.h"

/// The audit log. Events are written in the transaction of what they tell about. As in storage/users.h.
namespace gatehouse::server::audit_events {

/// Gives the event the next id and chains it to the one before.
void append(sql::Connection& connection, const AuditEvent& event);
/// Newest first; `after` is an event id as text.
[[nodiscard]] Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page);

/// What going through the chain found.
struct ChainCheck {
  std::int64_t checked = 0;                  ///< sound events, from the first on
  std::optional<std::int64_t> first_broken;  ///< id of the first that was changed, or follows a gap
};
/// Goes through the whole chain, a bounded number of rows at a time.
[[nodiscard]] ChainCheck verify_chain(sql::Connection& connection);

}  // namespace gatehouse::server::audit_events
