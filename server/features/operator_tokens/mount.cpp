// SPDX-License-Identifier: Apache-2.0
#include "server/features/operator_tokens/mount.h"

namespace gatehouse::server {

void mount_operator_tokens(Routes& routes, const IssueToken& issue) {
  routes.push_back(issue_token_route(issue));
}

}  // namespace gatehouse::server
