// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

/// grant_type=refresh_token (RFC 6749, section 6), with rotation: each token is good once, for its successor.
///
/// Which token gives what is decided by server/session/refresh_rule.h. Where it says that a token was copied,
/// the grant ends, and its user is told by mail.
struct Refresh {
  GrantContext context;

  Result<Granted, OAuthError> operator()(const Call& call, const App& client,
                                         const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
