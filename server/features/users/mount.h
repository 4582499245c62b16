// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/defence/password_links.h"
#include "server/session/password_service.h"

namespace gatehouse::server {

/// Administration of users.
struct Users {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  PasswordService passwords;
  PasswordLinks links;
};

void mount_users(Routes& routes, const Users& users);

Route list_users_route(Users users);
Route add_user_route(Users users);
Route show_user_route(Users users);
Route change_user_route(Users users);
Route disable_user_route(Users users);
Route enable_user_route(Users users);
Route remove_user_avatar_route(Users users);
Route delete_user_route(Users users);
Route send_password_link_route(Users users);
Route change_many_route(Users users);
Route export_users_route(Users users);
Route import_users_route(Users users);
/// Imports of more users than one call takes, step by step.
Route begin_import_route(Users users);
Route list_imports_route(Users users);
Route show_import_route(Users users);
Route put_import_rows_route(Users users);
Route list_import_rows_route(Users users);
Route run_import_route(Users users);
Route remove_import_route(Users users);
/// By the machine's owner alone: with a password and a platform role.
Route operator_add_user_route(Users users);
Route operator_set_password_route(Users users);

}  // namespace gatehouse::server
