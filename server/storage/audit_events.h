// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/audit_event.h"
#include "server/model/ids.h"
#include "server/storage/page.h"

/// The audit log. Events are written in the transaction of what they tell about. As in storage/users.h.
namespace gatehouse::server::audit_events {

/// Gives the event the next id and chains it to the one before.
void append(sql::Connection& connection, const AuditEvent& event);

/// Which events are looked for; those that fit all of what is set.
struct Filter {
  std::optional<std::string> actor;
  std::optional<std::string> action;
  std::optional<std::string> app;
  std::optional<std::string> target;
  std::optional<std::string> outcome;
  std::optional<Time> from;   ///< at this moment or later
  std::optional<Time> until;  ///< before this moment
  bool of_any_app = false;    ///< not those of the platform itself
};
/// Rows that one page looks at, when it looks for what no single index finds.
inline constexpr std::int64_t kMostScanned = 20'000;
/// Newest first. A page may hold fewer than it was asked for, even none, and still name the next one: how
/// much is looked at for one page is bounded, however rare what fits.
[[nodiscard]] Page<AuditEvent> list(sql::Connection& connection, const PageRequest& page,
                                    const Filter& filter = {});
/// The same of several apps together; `app` of the filter is not looked at. Costs a search for each app.
[[nodiscard]] Page<AuditEvent> list_of_apps(sql::Connection& connection, const PageRequest& page,
                                            const Filter& filter, const std::vector<AppId>& apps);
/// The `limit` that follow `after`, in order of their ids: for copies.
[[nodiscard]] std::vector<AuditEvent> list_after(sql::Connection& connection, std::int64_t after,
                                                 std::size_t limit);

/// The newest events that somebody caused or that were about them, at most `limit`, newest first.
[[nodiscard]] std::vector<AuditEvent> list_about(sql::Connection& connection, const std::string& who,
                                                 std::size_t limit);

/// What going through the chain found.
struct ChainCheck {
  std::int64_t checked = 0;  ///< sound events, from the first on
  /// Id of the first that was changed, follows a gap or, at the end of the log, is missing.
  std::optional<std::int64_t> first_broken;
};
/// Goes through the whole chain, a bounded number of rows at a time.
[[nodiscard]] ChainCheck verify_chain(sql::Connection& connection);

}  // namespace gatehouse::server::audit_events
