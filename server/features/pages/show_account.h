// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/access/route.h"

namespace gatehouse::server {

/// Own profile, apps and sessions; the page fetches them. Those who are not signed in are sent to do so.
Route show_account_route();

}  // namespace gatehouse::server
