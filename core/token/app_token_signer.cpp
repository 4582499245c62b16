// SPDX-License-Identifier: Apache-2.0
#include "core/token/app_token_signer.h"

#include "core/token/json_writer.h"
#include "core/token/token_id.h"

namespace gatehouse::token {

std::string sign_app_token(const SigningKey& key, const AppTokenClaims& claims, RandomSource& random) {
  const auto issued_at = to_unix_seconds(claims.issued_at);
  JsonWriter out;
  const auto add_known = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) out.add(name, value);
  };
  add_known("iss", claims.issuer);
  out.add("sub", claims.user_id).add("userId", claims.user_id);
  out.add("aud", claims.app_id).add("client_id", claims.app_id).add("appId", claims.app_id);
  out.add("userEmail", claims.email).add("email", claims.email).add("email_verified", claims.email_verified);
  add_known("name", claims.name);
  out.add("iat", issued_at).add("nbf", issued_at).add("exp", issued_at + claims.lifetime.count());
  if (claims.authenticated_at) out.add("auth_time", to_unix_seconds(*claims.authenticated_at));
  out.add("jti", make_token_id(claims.issued_at, random));
  add_known("sid", claims.session_id);
  out.add("roles", claims.roles).add("permissions", claims.permissions);
  if (!claims.amr.empty()) out.add("amr", claims.amr);
  add_known("acr", claims.acr);
  add_known("scope", claims.scope);
  if (!claims.actor.empty()) out.add_json("act", JsonWriter().add("sub", claims.actor).text());
  if (claims.position) out.add("pos", *claims.position);
  return key.sign(token_type::kAppToken, out.text());
}

}  // namespace gatehouse::token
