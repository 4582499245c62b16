// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/token_endpoint/client_authentication.h"
#include "server/features/token_endpoint/exchange_code.h"
#include "server/features/token_endpoint/refresh.h"
#include "server/issuance/app_token_issuer.h"
#include "server/issuance/app_token_reader.h"
#include "server/issuance/id_token_issuer.h"

namespace gatehouse::server {

/// The token endpoint (RFC 6749, section 3.2): an app gets and renews tokens for its users, and
/// for itself.
struct TokenEndpoint {
  ClientAuthentication authenticate;
  GrantContext context;
  const AppTokenIssuer& app_tokens;
  const IdTokenIssuer& id_tokens;
  const AppTokenReader& app_token_reader;

  http::Response operator()(const Call& call) const;

 private:
  Result<http::Response, OAuthError> give(const Call& call, const App& client,
                                          const http::FormParameters& parameters) const;
  Result<Granted, OAuthError> grant(const Call& call, const App& client,
                                    const http::FormParameters& parameters) const;
  [[nodiscard]] http::Response answer(const Granted& granted) const;
};

}  // namespace gatehouse::server
