// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "server/model/user.h"

namespace gatehouse::server {

/// What may be done on the platform itself.
enum class PlatformPermission {
  view_platform,    ///< see users, apps, members and the audit log
  view_metrics,     ///< read the counters for monitoring
  manage_users,     ///< add, change, disable and remove users
  manage_apps,      ///< add, change and remove apps and their secrets
  manage_platform,  ///< settings, identity providers, keys, platform roles
};

/// What may be done with one app.
enum class AppPermission {
  view_app,    ///< see the app, its roles, members and managers
  manage_app,  ///< change its roles, members, invitations and managers
};

/// Owners and administrators may do all; auditors may look; nobody else may do anything.
[[nodiscard]] bool role_grants(std::optional<PlatformRole> role, PlatformPermission permission);
/// The same for each app. Managers of an app hold their permissions beside this: see Rights.
[[nodiscard]] bool role_grants(std::optional<PlatformRole> role, AppPermission permission);

}  // namespace gatehouse::server
