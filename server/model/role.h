// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/model/ids.h"

namespace gatehouse::server {

/// A named set of permissions within one app.
struct Role {
  AppId app_id;
  std::string name;
  std::vector<std::string> permissions;  ///< sorted, each once
  std::int64_t version = 1;              ///< grows with each change; the ETag
};

/// A user who may enter an app.
struct Member {
  AppId app_id;
  UserId user_id;
  std::vector<std::string> roles;  ///< sorted names
  std::int64_t version = 1;        ///< grows with each change; the ETag
};

/// What a member holds in an app: role names, and the union of their permissions, both sorted.
struct Authority {
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
};

/// One line of text, at most 64 bytes, that can be a segment of a path and an item between commas.
[[nodiscard]] bool is_role_name(std::string_view text);
inline constexpr std::string_view kRoleNameRule =
    "must be 1 to 64 bytes of readable text without slash or comma, and without white space at its ends";
/// 1 to 100 of letters, digits and : . _ - /
[[nodiscard]] bool is_permission(std::string_view text);
inline constexpr std::string_view kPermissionRule =
    "must be 1 to 100 of letters, digits and : . _ - / (such as orders:delete)";
inline constexpr std::size_t kMostPermissionsPerRole = 200;

}  // namespace gatehouse::server
