// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/secret_string.h"
#include "core/sql/database.h"
#include "server/issuance/admission.h"
#include "server/model/grant.h"
#include "server/notify/mailer.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// What a token request was granted, before anything is signed.
struct Granted {
  Admission admission;  ///< with its session
  std::string scope;
  std::string
      nonce;  ///< of the authorization request; empty in a refresh (OpenID Connect Core, section 12.2)
  std::optional<SecretString> refresh_token;
  std::string actor;  ///< the app that exchanged a token of its own for this; empty in all other grants
};

/// What all kinds of token request need.
struct GrantContext {
  const Clock& clock;
  RandomSource& random;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  SessionBounds bounds;
  const Mailer& mailer;
};

/// Whether the grant's user may still enter its app with its session. The failure is a code for the audit
/// log.
[[nodiscard]] Result<Admission, std::string> find_admission(sql::Connection& connection,
                                                            const GrantContext& context, const Grant& grant);

/// Stores the first refresh token of the grant, where its scope allows one, and gives it back.
[[nodiscard]] std::optional<SecretString> begin_refresh_tokens(sql::Connection& connection,
                                                               const GrantContext& context,
                                                               const Admission& admission, const Grant& grant,
                                                               const SecretString& token);

/// A new refresh token's text.
[[nodiscard]] SecretString make_refresh_token(RandomSource& random);

}  // namespace gatehouse::server
