// SPDX-License-Identifier: Apache-2.0
#include "server/features/api_keys/api_key_json.h"

#include <boost/json.hpp>

#include "core/base/time_text.h"
#include "server/access/json_text.h"
#include "server/model/permission_text.h"

namespace gatehouse::server {
namespace {

boost::json::value or_null(const std::string& id) {
  return id.empty() ? boost::json::value(nullptr) : boost::json::value(id);
}

boost::json::value to_json(const std::optional<std::vector<AppId>>& apps) {
  if (!apps) return nullptr;
  boost::json::array ids;
  for (const auto& app : *apps) ids.push_back(boost::json::value(app.value()));
  return ids;
}

}  // namespace

boost::json::object to_json(const ApiKey& key) {
  const auto permissions = to_texts(key.scope);
  return {{"id", key.id.value()},
          {"name", key.name},
          {"user", or_null(key.user_id.value())},
          {"serviceAccount", or_null(key.account_id.value())},
          {"permissions", boost::json::array(permissions.begin(), permissions.end())},
          {"apps", to_json(key.scope.apps)},
          {"hint", key.hint},
          {"createdAt", to_rfc3339(key.created_at)},
          {"expiresAt", to_rfc3339(key.expires_at)},
          {"lastUsedAt", to_json(key.last_used_at)}};
}

Shape api_key_shape() {
  using namespace shape;
  return object("ApiKey", {{"id", text()},
                           {"name", text()},
                           {"user", text().nullable()},
                           {"serviceAccount", text().nullable()},
                           {"permissions", list_of(text())},
                           {"apps", list_of(text()).nullable()},
                           {"hint", text()},
                           {"createdAt", time()},
                           {"expiresAt", time()},
                           {"lastUsedAt", time().nullable()}});
}

}  // namespace gatehouse::server
