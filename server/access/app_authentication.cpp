// SPDX-License-Identifier: Apache-2.0
#include "server/access/app_authentication.h"

#include "server/access/basic_credentials.h"

namespace gatehouse::server {

std::optional<App> authenticate_app(const http::Request& request, sql::Database& database,
                                    const crypto::SealingKey& sealing_key) {
  const auto credentials = read_basic_credentials(request);
  if (!credentials || !is_app_id(credentials->id)) return std::nullopt;
  return database.read([&](sql::Connection& connection) -> std::optional<App> {
    const AppId id(credentials->id);
    const auto secrets = apps::load_secrets(connection, sealing_key, id);
    if (!is_secret_of(secrets, credentials->secret, credentials->secret_as_sent)) return std::nullopt;
    auto app = apps::find(connection, id);
    // As at the token endpoint: an app with keys of its own proves itself by these alone, a public one never.
    if (!app || app->is_public() || !app->jwks.empty()) return std::nullopt;
    return app;
  });
}

}  // namespace gatehouse::server
