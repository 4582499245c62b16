// SPDX-License-Identifier: Apache-2.0
#include "server/model/rights.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

template <class T>
bool holds(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

bool KeyScope::covers(PlatformPermission permission) const {
  return holds(platform, permission);
}

bool KeyScope::covers(AppPermission permission) const {
  return holds(app, permission);
}

bool Rights::allow(PlatformPermission permission) const {
  return role_grants(role, permission) && (!limit || limit->covers(permission));
}

bool Rights::allow(AppPermission permission, const AppId& app) const {
  if (limit && (!limit->covers(permission) || (limit->apps && !holds(*limit->apps, app)))) return false;
  return role_grants(role, permission) || holds(managed_apps, app);
}

bool Rights::allow_somewhere(AppPermission permission) const {
  return allow_everywhere(permission) || !named_apps(permission).empty();
}

bool Rights::allow_everywhere(AppPermission permission) const {
  return role_grants(role, permission) && (!limit || (limit->covers(permission) && !limit->apps));
}

std::vector<AppId> Rights::named_apps(AppPermission permission) const {
  auto apps = limit && limit->apps ? *limit->apps : managed_apps;
  apps.erase(
      std::remove_if(apps.begin(), apps.end(), [&](const AppId& app) { return !allow(permission, app); }),
      apps.end());
  return apps;
}

bool Rights::cover(const KeyScope& scope) const {
  const auto may = [this](PlatformPermission permission) { return allow(permission); };
  const auto may_in_apps = [&](AppPermission permission) {
    if (!scope.apps) return allow_somewhere(permission);
    return std::all_of(scope.apps->begin(), scope.apps->end(),
                       [&](const AppId& app) { return allow(permission, app); });
  };
  return std::all_of(scope.platform.begin(), scope.platform.end(), may) &&
         std::all_of(scope.app.begin(), scope.app.end(), may_in_apps);
}

}  // namespace gatehouse::server
