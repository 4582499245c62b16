// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/model/ids.h"
#include "server/model/platform_permission.h"

namespace gatehouse::server {

/// What an API key is good for at most. What it is good for in fact is this as far as its owner may do it
/// now.
struct KeyScope {
  std::vector<PlatformPermission> platform;
  std::vector<AppPermission> app;
  std::optional<std::vector<AppId>> apps;  ///< sorted; absent: all apps, also those to come

  [[nodiscard]] bool covers(PlatformPermission permission) const;
  [[nodiscard]] bool covers(AppPermission permission) const;
};

/// All that somebody may do: by platform role, and in the apps they manage; less by an API key.
struct Rights {
  std::optional<PlatformRole> role;
  std::vector<AppId> managed_apps;  ///< sorted
  std::optional<KeyScope> limit;

  [[nodiscard]] bool allow(PlatformPermission permission) const;
  [[nodiscard]] bool allow(AppPermission permission, const AppId& app) const;
  /// True when there may be an app that `allow` is true for.
  [[nodiscard]] bool allow_somewhere(AppPermission permission) const;
  /// Whether every app counts, also those to come.
  [[nodiscard]] bool allow_everywhere(AppPermission permission) const;
  /// The apps that `allow` is true for, sorted, where that is not every app.
  [[nodiscard]] std::vector<AppId> named_apps(AppPermission permission) const;
  /// Whether all that the scope names may be done.
  [[nodiscard]] bool cover(const KeyScope& scope) const;
  [[nodiscard]] bool is_owner() const { return role == PlatformRole::owner; }
  /// Nothing at all: an ordinary user.
  [[nodiscard]] bool are_none() const { return !role && managed_apps.empty(); }
};

}  // namespace gatehouse::server
