// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/guarded_passwords.h"
#include "server/notify/mailer.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// Deleting one's own account: asked for with the password, done after a time of grace, taken back until
/// then.
struct AccountDeletion {
  const Clock& clock;
  sql::Database& database;
  const Mailer& mailer;
  GuardedPasswords& passwords;
  const SessionService& sessions;
  std::chrono::seconds grace;
};

void mount_account_deletion(Routes& routes, const AccountDeletion& deletion);

Route show_own_deletion_route(AccountDeletion deletion);
Route ask_own_deletion_route(AccountDeletion deletion);
Route keep_own_account_route(AccountDeletion deletion);

/// Deletes the accounts whose time of grace has ended, at most `limit` a call. The last owner stays, and
/// their request is dropped.
void delete_due_accounts(const AccountDeletion& deletion, std::size_t limit);

}  // namespace gatehouse::server
