// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/guarded_passwords.h"
#include "server/notify/mailer.h"
#include "server/session/single_use_links.h"

namespace gatehouse::server {

/// Proving and changing one's own e-mail address.
struct OwnEmail {
  const Clock& clock;
  sql::Database& database;
  SingleUseLinks links;
  const Mailer& mailer;
  GuardedPasswords& passwords;
};

void mount_own_email(Routes& routes, const OwnEmail& own);

Route ask_email_verification_route(OwnEmail own);
Route verify_email_route(OwnEmail own);
Route ask_email_change_route(OwnEmail own);
Route confirm_email_change_route(OwnEmail own);
Route approve_email_change_route(OwnEmail own);
Route cancel_email_change_route(OwnEmail own);

}  // namespace gatehouse::server
