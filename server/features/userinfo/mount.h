// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/userinfo/userinfo.h"

namespace gatehouse::server {

/// `GET` and `POST /oauth2/userinfo`.
void mount_userinfo(Routes& routes, const UserInfo& userinfo);

}  // namespace gatehouse::server
