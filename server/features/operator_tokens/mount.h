// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/operator_tokens/issue_token.h"

namespace gatehouse::server {

/// `POST /api/v1/operator/tokens`.
void mount_operator_tokens(Routes& routes, const IssueToken& issue);

}  // namespace gatehouse::server
