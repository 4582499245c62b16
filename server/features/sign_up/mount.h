// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/notify/mailer.h"
#include "server/session/password_service.h"
#include "server/session/single_use_links.h"
#include "server/storage/account_requests.h"

namespace gatehouse::server {

/// Making an account of one's own. There is no account, and no password, until the mailbox is proven: what a
/// stranger does with somebody's address leaves nothing behind.
struct SignUp {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  SingleUseLinks links;
  const Mailer& mailer;
  PasswordService passwords;
};

void mount_sign_up(Routes& routes, const SignUp& sign_up);

Route ask_sign_up_route(SignUp sign_up);
Route finish_sign_up_route(SignUp sign_up);
Route show_sign_up_policy_route(SignUp sign_up);
Route change_sign_up_policy_route(SignUp sign_up);
Route show_sign_up_page_route(SignUp sign_up);
Route list_sign_ups_route(SignUp sign_up);
Route approve_sign_up_route(SignUp sign_up);
Route reject_sign_up_route(SignUp sign_up);

inline constexpr std::string_view kSignUpRequest = "sign_up";
/// Works on what `ask_sign_up_route` noted: mails a link to go on, or to sign in where there is an account.
void mail_sign_up(const SignUp& sign_up, sql::Connection& connection,
                  const account_requests::AccountRequest& request);

}  // namespace gatehouse::server
