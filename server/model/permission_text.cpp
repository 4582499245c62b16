// SPDX-License-Identifier: Apache-2.0
#include "server/model/permission_text.h"

#include <algorithm>
#include <array>

namespace gatehouse::server {
namespace {

constexpr std::array kPlatformPermissions{PlatformPermission::view_platform, PlatformPermission::view_metrics,
                                          PlatformPermission::manage_users, PlatformPermission::manage_apps,
                                          PlatformPermission::manage_platform};
constexpr std::array kAppPermissions{AppPermission::view_app, AppPermission::manage_app};

template <class Permissions, class Permission>
bool take(const Permissions& known, std::string_view name, std::vector<Permission>& into) {
  const auto found = std::find_if(known.begin(), known.end(),
                                  [&](Permission permission) { return to_text(permission) == name; });
  if (found == known.end()) return false;
  if (std::find(into.begin(), into.end(), *found) == into.end()) into.push_back(*found);
  return true;
}

}  // namespace

std::string_view to_text(PlatformPermission permission) {
  switch (permission) {
    case PlatformPermission::view_platform:
      return "platform:view";
    case PlatformPermission::view_metrics:
      return "metrics:view";
    case PlatformPermission::manage_users:
      return "users:manage";
    case PlatformPermission::manage_apps:
      return "apps:manage";
    case PlatformPermission::manage_platform:
      return "platform:manage";
  }
  return "";
}

std::string_view to_text(AppPermission permission) {
  switch (permission) {
    case AppPermission::view_app:
      return "app:view";
    case AppPermission::manage_app:
      return "app:manage";
  }
  return "";
}

std::optional<KeyScope> parse_key_scope(const std::vector<std::string>& names) {
  KeyScope scope;
  for (const auto& name : names) {
    if (!take(kPlatformPermissions, name, scope.platform) && !take(kAppPermissions, name, scope.app)) {
      return std::nullopt;
    }
  }
  return scope;
}

std::vector<std::string> to_texts(const KeyScope& scope) {
  std::vector<std::string> names;
  for (const auto permission : scope.platform) names.emplace_back(to_text(permission));
  for (const auto permission : scope.app) names.emplace_back(to_text(permission));
  return names;
}

}  // namespace gatehouse::server
