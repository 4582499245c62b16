// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/form.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/granted.h"
#include "server/features/token_endpoint/oauth_error.h"
#include "server/issuance/app_token_reader.h"

namespace gatehouse::server {

/// Token exchange (RFC 8693) between apps of our own: an app that serves a user gives the user's token for
/// one with which it may call another app in their name. Only for a user whose session lives, who is a member
/// of both, and with no more scope than there was.
struct ExchangeToken {
  static constexpr std::string_view kGrantType = "urn:ietf:params:oauth:grant-type:token-exchange";
  static constexpr std::string_view kAccessTokenType = "urn:ietf:params:oauth:token-type:access_token";

  GrantContext context;
  const AppTokenReader& app_tokens;

  Result<Granted, OAuthError> operator()(const Call& call, const App& client,
                                         const http::FormParameters& parameters) const;
};

}  // namespace gatehouse::server
