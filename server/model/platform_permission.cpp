// SPDX-License-Identifier: Apache-2.0
#include "server/model/platform_permission.h"

namespace gatehouse::server {
namespace {

bool grants(std::optional<PlatformRole> role, bool only_looks) {
  if (!role) return false;
  switch (*role) {
    case PlatformRole::owner:
    case PlatformRole::administrator:
      return true;
    case PlatformRole::auditor:
      return only_looks;
  }
  return false;
}

}  // namespace

bool role_grants(std::optional<PlatformRole> role, PlatformPermission permission) {
  return grants(role, permission == PlatformPermission::view_platform ||
                          permission == PlatformPermission::view_metrics);
}

bool role_grants(std::optional<PlatformRole> role, AppPermission permission) {
  return grants(role, permission == AppPermission::view_app);
}

}  // namespace gatehouse::server
