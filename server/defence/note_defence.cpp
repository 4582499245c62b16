// SPDX-License-Identifier: Apache-2.0
#include "server/defence/note_defence.h"

#include <optional>

#include "server/storage/audit_events.h"
#include "server/storage/statistics.h"

namespace gatehouse::server {
namespace {

/// How events of one kind are told.
struct Telling {
  const char* action;
  const char* outcome;
  const char* reason;
  std::optional<statistics::Kind> kind = {};
};

constexpr Telling kRefused{kGuessesRefused, "failure", "too_many_attempts", statistics::Kind::throttled};
constexpr Telling kAsked{kChallengesAsked, "failure", "challenge_required", statistics::Kind::challenge};
constexpr Telling kSolved{kChallengesSolved, "success", ""};

bool note(EventCount& counter, const Telling& telling, sql::Database& database, Time now) {
  const auto count = counter.take(now);
  if (!count) return false;
  AuditEvent event;
  event.at = now;
  event.action = telling.action;
  event.outcome = telling.outcome;
  event.reason = telling.reason;
  event.actor = "anonymous";
  event.target = std::to_string(count->events);
  event.client_address = count->client_address;
  database.write([&](sql::Connection& connection) {
    audit_events::append(connection, event);
    if (telling.kind) statistics::add(connection, now, *telling.kind, count->events);
  });
  return true;
}

}  // namespace

bool note_defence(GuardedPasswords& passwords, sql::Database& database, const Clock& clock) {
  const auto now = clock.now();
  bool noted = note(passwords.refused(), kRefused, database, now);
  noted |= note(passwords.challenges().asked(), kAsked, database, now);
  noted |= note(passwords.challenges().solved(), kSolved, database, now);
  return noted;
}

}  // namespace gatehouse::server
