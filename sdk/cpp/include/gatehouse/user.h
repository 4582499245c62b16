// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// Who is calling, as the verified token says. What the token leaves out is empty.
struct User {
  std::string id;
  std::string email;
  std::string name;
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  std::string session_id;
  bool email_verified = false;
  /// How they signed in (RFC 8176): `pwd`, `otp`, `hwk`, ...
  std::vector<std::string> authentication_methods;
  /// When they last proved who they are; absent when the token does not say.
  std::optional<std::chrono::sys_seconds> authenticated_at;

  [[nodiscard]] bool has_role(std::string_view role) const { return contains(roles, role); }
  [[nodiscard]] bool has_permission(std::string_view permission) const {
    return contains(permissions, permission);
  }

 private:
  static bool contains(const std::vector<std::string>& list, std::string_view wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
  }
};

}  // namespace gatehouse
