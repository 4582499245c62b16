// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"
#include "server/issuance/app_token_issuer.h"

namespace gatehouse::server {

/// grant_type=client_credentials (RFC 6749, section 4.4): a token in which the app itself is the subject, for
/// its own jobs to call it with. It has no user, roles or permissions, and no session.
struct ClientCredentials {
  GrantContext context;
  const AppTokenIssuer& app_tokens;

  Result<IssuedToken, OAuthError> operator()(const Call& call, const App& client,
                                             const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
