// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "gatehouse/middlewares.h"

namespace gatehouse {

Middleware require_roles(std::vector<std::string> roles) {
  return [roles = std::move(roles)](Request& req, Response& res, Next next) {
    const auto has = [&](const std::string& role) { return req.user().has_role(role); };
    if (!std::any_of(roles.begin(), roles.end(), has)) {
      return res.status(403).json({{"error", "Your role does not allow this"}});
    }
    next();
  };
}

Middleware require_permissions(std::vector<std::string> permissions) {
  return [permissions = std::move(permissions)](Request& req, Response& res, Next next) {
    for (const auto& permission : permissions) {
      if (req.user().has_permission(permission)) continue;
      return res.status(403).json({{"error", "You need the permission " + permission}});
    }
    next();
  };
}

}  // namespace gatehouse
