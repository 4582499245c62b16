// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/guarded_passwords.h"
#include "server/notify/mailer.h"

namespace gatehouse::server {

/// Changing one's own password: the current one is asked, all other sessions end.
struct OwnPassword {
  const Clock& clock;
  sql::Database& database;
  const Mailer& mailer;
  GuardedPasswords& passwords;
};

Route change_own_password_route(OwnPassword own);

inline void mount_own_password(Routes& routes, const OwnPassword& own) {
  routes.push_back(change_own_password_route(own));
}

}  // namespace gatehouse::server
