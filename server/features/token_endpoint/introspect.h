// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/token_endpoint/client_authentication.h"
#include "server/features/token_endpoint/granted.h"
#include "server/issuance/app_token_reader.h"

namespace gatehouse::server {

/// The introspection endpoint (RFC 7662): an app asks about its own tokens. Anything else, a stranger's token
/// included, is just not active.
struct Introspect {
  ClientAuthentication authenticate;
  GrantContext context;
  const AppTokenReader& app_tokens;

  http::Response operator()(const Call& call) const;

 private:
  [[nodiscard]] std::string describe(const App& client, const std::string& token) const;
  [[nodiscard]] bool is_standing(const ReadAppToken& read) const;
};

}  // namespace gatehouse::server
