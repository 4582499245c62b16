// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

/// grant_type=refresh_token (RFC 6749, section 6), with rotation: each token is good once, for its successor.
///
/// A client that lost the answer, or whose two tabs refreshed at once, may present the used token again: for
/// 10 seconds, and while the successor is unused, it gets the same successor. A used token that comes at any
/// other time has been copied, so the whole grant ends (RFC 9700, section 4.14.2).
struct Refresh {
  GrantContext context;

  static constexpr std::chrono::seconds kRetryWindow{10};

  Result<Granted, OAuthError> operator()(const Call& call, const App& client,
                                         const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
