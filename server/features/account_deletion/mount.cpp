// SPDX-License-Identifier: Apache-2.0
#include "server/features/account_deletion/mount.h"

namespace gatehouse::server {

void mount_account_deletion(Routes& routes, const AccountDeletion& deletion) {
  routes.push_back(show_own_deletion_route(deletion));
  routes.push_back(ask_own_deletion_route(deletion));
  routes.push_back(keep_own_account_route(deletion));
}

}  // namespace gatehouse::server
