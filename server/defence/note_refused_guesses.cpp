// SPDX-License-Identifier: Apache-2.0
#include "server/defence/note_refused_guesses.h"

#include "server/storage/audit_events.h"
#include "server/storage/statistics.h"

namespace gatehouse::server {

bool note_refused_guesses(RefusedGuesses& refused, sql::Database& database, const Clock& clock) {
  const auto count = refused.take(clock.now());
  if (!count) return false;
  AuditEvent event;
  event.at = clock.now();
  event.action = kGuessesRefused;
  event.outcome = "failure";
  event.reason = "too_many_attempts";
  event.actor = "anonymous";
  event.target = std::to_string(count->guesses);
  event.client_address = count->client_address;
  database.write([&](sql::Connection& connection) {
    audit_events::append(connection, event);
    statistics::add(connection, event.at, statistics::Kind::throttled, count->guesses);
  });
  return true;
}

}  // namespace gatehouse::server
