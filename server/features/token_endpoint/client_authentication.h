// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/crypto/sealing_key.h"
#include "core/http/form.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/features/token_endpoint/client_assertion.h"
#include "server/features/token_endpoint/oauth_error.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// Finds out which app calls: by client_secret_basic or client_secret_post (RFC 6749, section 2.3.1), where
/// during a rotation each of the app's secrets counts; by private_key_jwt alone for an app with keys of its
/// own; by its bare `client_id` for a public app, which has nothing to prove it by. An unknown app and a
/// wrong secret fail alike, in answer and in work done.
class ClientAuthentication {
 public:
  ClientAuthentication(const Clock& clock, RandomSource& random, sql::Database& database,
                       const crypto::SealingKey& sealing_key, const std::string& issuer);

  Result<App, OAuthError> operator()(const Call& call, const http::FormParameters& parameters) const;
  /// The same, but a public app is refused: for what needs proof of who asks.
  Result<App, OAuthError> authenticate_confidential(const Call& call,
                                                    const http::FormParameters& parameters) const;

 private:
  struct Credentials;
  static Result<Credentials, OAuthError> read_credentials(const http::Request& request,
                                                          const http::FormParameters& parameters);
  static Result<Credentials, OAuthError> read_header(const http::Request& request);
  static Result<Credentials, OAuthError> read_assertion(const http::FormParameters& parameters);
  [[nodiscard]] std::optional<App> find_proven(const Credentials& credentials,
                                               std::string_view called_path) const;
  [[nodiscard]] bool has_secret(sql::Connection& connection, const Credentials& credentials) const;
  [[nodiscard]] bool has_fresh_assertion(const App& app, const Credentials& credentials,
                                         std::string_view called_path) const;
  void record_failure(const Call& call, const Credentials& credentials) const;

  const Clock& clock_;
  sql::Database& database_;
  const crypto::SealingKey& sealing_key_;
  ClientAssertionVerifier assertions_;
  Bytes sealed_nothing_;  ///< opened in place of an unknown app's secret
};

}  // namespace gatehouse::server
