// SPDX-License-Identifier: Apache-2.0
#include "server/model/platform_permission.h"

namespace gatehouse::server {

bool role_grants(std::optional<PlatformRole> role, PlatformPermission permission) {
  if (!role) return false;
  switch (*role) {
    case PlatformRole::owner:
    case PlatformRole::administrator:
      return true;
    case PlatformRole::auditor:
      return permission == PlatformPermission::view_platform;
  }
  return false;
}

}  // namespace gatehouse::server
