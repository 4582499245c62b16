// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "server/features/token_endpoint/client_authentication.h"

namespace gatehouse::server {

/// The device authorization endpoint (RFC 8628, section 3.1): a device without a browser gets a code to ask
/// with, and one to show to its person.
struct BeginDevice {
  static constexpr std::string_view kPath = "/oauth2/device_authorization";
  static constexpr std::chrono::minutes kLifetime{10};
  static constexpr std::chrono::seconds kInterval{5};

  ClientAuthentication authenticate;
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  std::string issuer;

  http::Response operator()(const Call& call) const;
};

void mount_begin_device(Routes& routes, const BeginDevice& begin);

}  // namespace gatehouse::server
