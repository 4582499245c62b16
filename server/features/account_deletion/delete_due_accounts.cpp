// SPDX-License-Identifier: Apache-2.0
#include "server/features/account_deletion/mount.h"
#include "server/storage/account_deletions.h"
#include "server/storage/audit_events.h"
#include "server/storage/owners.h"
#include "server/storage/users.h"

namespace gatehouse::server {
namespace {

void tell_goodbye(const AccountDeletion& deletion, sql::Connection& connection, const User& user) {
  deletion.mailer.queue(connection, {.kind = MailKind::account_deleted,
                                     .to = user.email,
                                     .locale = user.locale,
                                     .facts = {{"name", user.display_name()},
                                               {"time", Mailer::time_text(deletion.clock.now())},
                                               {"link", deletion.mailer.url("/sign-in")}},
                                     .useful_for = std::chrono::days(3)});
}

void delete_account(const AccountDeletion& deletion, sql::Connection& connection, const User& user) {
  AuditEvent event;
  event.at = deletion.clock.now();
  event.action = "user.deleted";
  event.reason = "own_request";
  event.actor = event.target = user.id.value();
  const bool is_last_owner = user.platform_role == PlatformRole::owner && !user.is_disabled() &&
                             !owners::has_other(connection, user.id);
  if (is_last_owner) {
    account_deletions::remove(connection, user.id);
    event.outcome = "failure";
    event.reason = "last_owner";
  } else {
    tell_goodbye(deletion, connection, user);
    users::remove(connection, user.id);
  }
  audit_events::append(connection, event);
}

}  // namespace

void delete_due_accounts(const AccountDeletion& deletion, std::size_t limit) {
  const auto now = deletion.clock.now();
  const auto due = deletion.database.read(
      [&](sql::Connection& connection) { return account_deletions::list_due(connection, now, limit); });
  for (const auto& id : due) {
    deletion.database.write([&](sql::Connection& connection) {
      // Taken back since it was listed?
      if (account_deletions::find_due(connection, id).value_or(Time::max()) > now) return;
      if (const auto user = users::find(connection, id)) delete_account(deletion, connection, *user);
    });
  }
}

}  // namespace gatehouse::server
