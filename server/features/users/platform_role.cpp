// SPDX-License-Identifier: Apache-2.0
#include "server/features/users/platform_role.h"

namespace gatehouse::server {
namespace {

/// Nobody grants more than they hold: owners are made by owners.
bool may_grant(const Caller& caller, std::optional<PlatformRole> role) {
  if (!caller.may(PlatformPermission::manage_platform)) return false;
  return role != PlatformRole::owner || caller.is_owner_or_operator();
}

}  // namespace

Field platform_role_field() {
  return Field::text("platformRole", "owner, administrator, auditor or null.")
      .nullable()
      .one_of({"owner", "administrator", "auditor"});
}

std::optional<http::Response> apply_platform_role(const Caller& caller, const Body& body, User& user) {
  if (!body.has("platformRole")) return std::nullopt;
  const auto text = body.text("platformRole");
  const auto role = text ? parse_platform_role(*text) : std::nullopt;
  if (role == user.platform_role) return std::nullopt;
  if (!may_grant(caller, role)) {
    return http::problem(403, "beyond_rights", "You can't give a role that is above your own.");
  }
  user.platform_role = role;
  return std::nullopt;
}

const char* platform_role_action(std::optional<PlatformRole> role) {
  if (!role) return "user.platform_role_removed";
  switch (*role) {
    case PlatformRole::owner:
      return "user.made_owner";
    case PlatformRole::administrator:
      return "user.made_administrator";
    case PlatformRole::auditor:
      return "user.made_auditor";
  }
  return "";
}

}  // namespace gatehouse::server
