// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/notify/mailer.h"
#include "server/session/single_use_links.h"

namespace gatehouse::server {

/// The machine's owner lets somebody back in who is locked out, while the server runs.
struct Rescue {
  const Clock& clock;
  sql::Database& database;
  SingleUseLinks links;
  const Mailer& mailer;
};

Route rescue_user_route(Rescue rescue);

inline void mount_rescue(Routes& routes, const Rescue& rescue) {
  routes.push_back(rescue_user_route(rescue));
}

}  // namespace gatehouse::server
