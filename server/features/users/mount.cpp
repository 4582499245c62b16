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
  routes.push_back(delete_user_route(users));
  routes.push_back(operator_add_user_route(users));
  routes.push_back(operator_set_password_route(users));
}

}  // namespace gatehouse::server
