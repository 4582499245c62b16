// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

#include "server/features/token_endpoint/client_authentication.h"

namespace gatehouse::server {

/// Pushed authorization requests (RFC 9126): an app sends its request ahead and gets a name for it, good once
/// and for a minute, for this app alone.
struct PushRequest {
  static constexpr std::string_view kPath = "/oauth2/par";
  static constexpr std::string_view kUriPrefix = "urn:ietf:params:oauth:request_uri:";
  static constexpr std::chrono::seconds kLifetime{60};

  ClientAuthentication authenticate;
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  /// Why the authorization endpoint would refuse the request.
  std::function<std::optional<OAuthError>(const http::FormParameters&, const App&)> find_fault;

  http::Response operator()(const Call& call) const;
};

void mount_push_request(Routes& routes, const PushRequest& push);

}  // namespace gatehouse::server
