// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/token/signing_key.h"

namespace gatehouse::token {

/// The claims of an app token (contract, section 2). Empty optional ones are left out; roles and permissions
/// never are.
struct AppTokenClaims {
  std::string issuer;
  std::string user_id;  ///< sub, userId
  std::string app_id;   ///< aud, client_id, appId
  std::string email;    ///< userEmail, email
  bool email_verified = false;
  std::string name;
  Time issued_at;                   ///< iat, nbf; its milliseconds go into the jti
  std::chrono::seconds lifetime{};  ///< exp is issued_at plus this
  std::optional<Time> authenticated_at;
  std::string session_id;
  std::vector<std::string> roles;
  std::vector<std::string> permissions;
  std::vector<std::string> amr;
  std::string acr;
  std::string scope;
  std::string actor;  ///< act.sub: the app that exchanged a token of its own for this one (RFC 8693)
  /// pos: the position of the latest security event, read in the transaction that decided to issue the token.
  std::optional<std::int64_t> position;
};

/// Signs an app token with `typ: at+jwt` and a fresh `jti`.
[[nodiscard]] std::string sign_app_token(const SigningKey& key, const AppTokenClaims& claims,
                                         RandomSource& random);

}  // namespace gatehouse::token
