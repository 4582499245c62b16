// SPDX-License-Identifier: Apache-2.0
#include "server/features/own_email/mount.h"

namespace gatehouse::server {

void mount_own_email(Routes& routes, const OwnEmail& own) {
  routes.push_back(ask_email_verification_route(own));
  routes.push_back(verify_email_route(own));
  routes.push_back(ask_email_change_route(own));
  routes.push_back(confirm_email_change_route(own));
  routes.push_back(approve_email_change_route(own));
  routes.push_back(cancel_email_change_route(own));
}

}  // namespace gatehouse::server
