// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/authorize/authorize.h"

namespace gatehouse::server {

/// `GET` and `POST /oauth2/authorize`, `POST /oauth2/consent`. Never answers other origins' scripts.
void mount_authorize(Routes& routes, const Authorize& authorize);

}  // namespace gatehouse::server
