// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

/// grant_type=urn:ietf:params:oauth:grant-type:device_code (RFC 8628, section 3.4): the device asks whether
/// its person has agreed, and no oftener than it was told.
struct ExchangeDeviceCode {
  static constexpr std::string_view kGrantType = "urn:ietf:params:oauth:grant-type:device_code";

  GrantContext context;

  Result<Granted, OAuthError> operator()(const Call& call, const App& client,
                                         const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
