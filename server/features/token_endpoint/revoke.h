// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/features/token_endpoint/client_authentication.h"
#include "server/features/token_endpoint/granted.h"
#include "server/issuance/app_token_reader.h"
#include "server/model/audit_event.h"

namespace gatehouse::server {

/// The revocation endpoint (RFC 7009). A refresh token ends with its whole grant; an access token ends with
/// all that its app got by the same sign-in, and one without a sign-in with all that its subject has in the
/// app. What nobody knows is answered as if it had been revoked.
struct Revoke {
  ClientAuthentication authenticate;
  GrantContext context;
  const AppTokenReader& app_tokens;

  http::Response operator()(const Call& call) const;

 private:
  [[nodiscard]] Result<void, OAuthError> end(const Call& call, const App& client,
                                             const std::string& token) const;
  static void end_without_session(sql::Connection& connection, const ReadAppToken& read, AuditEvent& event);
  [[nodiscard]] std::vector<Grant> find_grants(sql::Connection& connection, const std::string& token,
                                               const std::optional<ReadAppToken>& read) const;
};

}  // namespace gatehouse::server
