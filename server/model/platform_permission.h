// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "server/model/user.h"

namespace gatehouse::server {

/// What may be done on the platform itself.
enum class PlatformPermission {
  view_platform,  ///< see users, apps, members and the audit log
  manage_users,   ///< add, change, disable and remove users
  manage_apps,    ///< add, change and remove apps, their secrets, roles and members
};

/// Owners and administrators may do all; auditors may look; nobody else may do anything.
[[nodiscard]] bool role_grants(std::optional<PlatformRole> role, PlatformPermission permission);

}  // namespace gatehouse::server
