// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/end_session/end_session.h"

namespace gatehouse::server {

/// `GET` and `POST /oauth2/end_session`.
void mount_end_session(Routes& routes, const EndSession& end_session);

}  // namespace gatehouse::server
