// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

/// grant_type=authorization_code (RFC 6749, section 4.1.3; RFC 7636, section 4.6). A code is good once, for
/// its own app, address and verifier; one that comes back with all of these ends what it gave.
struct ExchangeCode {
  GrantContext context;

  Result<Granted, OAuthError> operator()(const Call& call, const App& client,
                                         const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
