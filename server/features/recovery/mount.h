// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/password_links.h"
#include "server/notify/mailer.h"
#include "server/notify/new_device_notice.h"
#include "server/session/password_service.h"
#include "server/session/single_use_links.h"
#include "server/storage/account_requests.h"

namespace gatehouse::server {

/// A forgotten password, replaced by way of the account's mailbox. Nobody is signed in by it.
struct Recovery {
  const Clock& clock;
  sql::Database& database;
  SingleUseLinks links;
  const Mailer& mailer;
  PasswordService passwords;
  NewDeviceNotice devices;
  PasswordLinks password_links;
};

void mount_recovery(Routes& routes, const Recovery& recovery);

Route ask_password_reset_route(Recovery recovery);
Route confirm_password_reset_route(Recovery recovery);

inline constexpr std::string_view kPasswordResetRequest = "reset_password";
/// Works on what `ask_password_reset_route` noted: mails a link where there is an account.
void mail_password_reset(const Recovery& recovery, sql::Connection& connection,
                         const account_requests::AccountRequest& request);

}  // namespace gatehouse::server
