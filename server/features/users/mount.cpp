// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/mount.h"

namespace gatehouse::server {

void mount_users(Routes& routes, const Users& users) {
  routes.push_back(list_users_route(users));
  routes.push_back(add_user_route(users));
  routes.push_back(show_user_route(users));
  routes.push_back(change_user_route(users));
  routes.push_back(disable_user_route(users));
  routes.push_back(enable_user_route(users));
  routes.push_back(remove_user_avatar_route(users));
  routes.push_back(delete_user_route(users));
  routes.push_back(send_password_link_route(users));
  routes.push_back(change_many_route(users));
  routes.push_back(export_users_route(users));
  routes.push_back(import_users_route(users));
  routes.push_back(begin_import_route(users));
  routes.push_back(list_imports_route(users));
  routes.push_back(show_import_route(users));
  routes.push_back(put_import_rows_route(users));
  routes.push_back(list_import_rows_route(users));
  routes.push_back(run_import_route(users));
  routes.push_back(remove_import_route(users));
  routes.push_back(operator_add_user_route(users));
  routes.push_back(operator_set_password_route(users));
}

}  // namespace gatehouse::server
