// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/features/authorize/authorization_request.h"
#include "server/features/authorize/client_return.h"
#include "server/features/authorize/consent_page.h"
#include "server/features/authorize/incoming_request.h"
#include "server/features/authorize/reauthentication.h"
#include "server/issuance/id_token_issuer.h"

namespace gatehouse::server {

/// The authorization endpoint (RFC 6749, section 3.1): sends a signed-in member back to the app with a code,
/// everybody else to the sign-in page or back with the reason.
class Authorize {
 public:
  static constexpr std::string_view kPath = "/oauth2/authorize";
  static constexpr std::chrono::seconds kCodeLifetime{60};

  Authorize(const Clock& clock, RandomSource& random, sql::Database& database, const IdTokenIssuer& id_tokens,
            const crypto::HmacSha256Key& marking_key, const std::string& issuer);

  http::Response operator()(const Call& call) const;
  /// What the user says on the consent page.
  [[nodiscard]] http::Response take_consent(const Call& call) const;

 private:
  [[nodiscard]] http::Response decide(const Call& call, const ClientReturn& client,
                                      const IncomingRequest& incoming) const;
  [[nodiscard]] http::Response decide_for_user(const Call& call, const ClientReturn& client,
                                               const IncomingRequest& incoming,
                                               const AuthorizationRequest& request) const;
  [[nodiscard]] http::Response refuse(const ClientReturn& client, const IncomingRequest& incoming,
                                      const AuthorizationError& error) const;
  [[nodiscard]] bool needs_consent(const Call& call, const ClientReturn& client,
                                   const AuthorizationRequest& request) const;
  [[nodiscard]] http::Response give_code(const Call& call, const ClientReturn& client,
                                         const IncomingRequest& incoming,
                                         const AuthorizationRequest& request) const;
  [[nodiscard]] http::Response ask_to_sign_in(const Call& call, const IncomingRequest& incoming,
                                              const AuthorizationRequest& request) const;
  [[nodiscard]] bool wants_fresh_sign_in(const Session& session, const AuthorizationRequest& request) const;

  const Clock& clock_;
  RandomSource& random_;
  sql::Database& database_;
  const IdTokenIssuer& id_tokens_;
  Reauthentication reauthentication_;
  RequestReader requests_;
  ConsentPage consent_page_;
  std::string issuer_;
};

}  // namespace gatehouse::server
