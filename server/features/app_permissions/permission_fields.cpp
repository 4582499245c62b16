// SPDX-License-Identifier: Apache-2.0
#include "server/features/app_permissions/permission_fields.h"

#include <algorithm>

#include "server/model/role.h"

namespace gatehouse::server {

std::vector<std::string> take_permissions(const Body& body, const std::string& field,
                                          std::vector<http::FieldError>& errors) {
  auto names = body.texts(field).value_or(std::vector<std::string>());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  if (names.size() > kMostPermissions) errors.push_back({field, "may be at most 500"});
  if (!std::all_of(names.begin(), names.end(), is_permission)) {
    errors.push_back({field, "each " + std::string(kPermissionRule)});
  }
  return names;
}

}  // namespace gatehouse::server
