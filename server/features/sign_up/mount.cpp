// SPDX-License-Identifier: Apache-2.0
#include "server/features/sign_up/mount.h"

namespace gatehouse::server {

void mount_sign_up(Routes& routes, const SignUp& sign_up) {
  routes.push_back(ask_sign_up_route(sign_up));
  routes.push_back(finish_sign_up_route(sign_up));
  routes.push_back(show_sign_up_policy_route(sign_up));
  routes.push_back(change_sign_up_policy_route(sign_up));
  routes.push_back(show_sign_up_page_route(sign_up));
  routes.push_back(list_sign_ups_route(sign_up));
  routes.push_back(approve_sign_up_route(sign_up));
  routes.push_back(reject_sign_up_route(sign_up));
}

}  // namespace gatehouse::server
