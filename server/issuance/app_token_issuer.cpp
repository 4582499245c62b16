// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/app_token_issuer.h"

#include <algorithm>

#include "core/token/app_token_signer.h"
#include "core/token/json_writer.h"
#include "core/token/token_id.h"
#include "server/issuance/authentication_strength.h"
#include "server/issuance/find_signing_key.h"

namespace gatehouse::server {
namespace {

/// Verifiers hear of an algorithm before tokens use it.
AppAlgorithm choose_algorithm(const Admission& admission, Time now) {
  const bool all_have_heard = now >= admission.algorithm_changed_at + AppTokenIssuer::kHearsWithin;
  return admission.former_algorithm && !all_have_heard ? *admission.former_algorithm
                                                       : admission.app.algorithm;
}

std::chrono::seconds shorten_to_session(std::chrono::seconds lifetime, const std::optional<Session>& session,
                                        Time now) {
  if (!session) return lifetime;
  const auto left = std::chrono::floor<std::chrono::seconds>(session->expires_at - now);
  return std::clamp(left, std::chrono::seconds(1), lifetime);
}

token::AppTokenClaims make_claims(const Admission& admission, const std::string& issuer,
                                  const std::string& scope) {
  token::AppTokenClaims claims{.issuer = issuer,
                               .user_id = admission.user.id.value(),
                               .app_id = admission.app.id.value(),
                               .email = admission.user.email,
                               .email_verified = admission.user.email_verified,
                               .name = admission.user.display_name(),
                               .roles = admission.authority.roles,
                               .permissions = admission.authority.permissions,
                               .scope = scope,
                               .position = admission.position};
  if (const auto& session = admission.session) {
    claims.authenticated_at = session->authenticated_at;
    claims.session_id = session->id.value();
    claims.amr = session->amr;
    claims.acr = acr_of(session->amr);
  }
  return claims;
}

}  // namespace

AppTokenIssuer::AppTokenIssuer(const Clock& clock, RandomSource& random, PlatformKeys& keys,
                               std::string issuer)
    : clock_(clock), random_(random), keys_(keys), issuer_(std::move(issuer)) {}

IssuedToken AppTokenIssuer::issue(const Admission& admission, const std::string& scope,
                                  std::chrono::seconds lifetime, const std::string& actor) const {
  const auto now = clock_.now();
  auto claims = make_claims(admission, issuer_, scope);
  claims.issued_at = now;
  claims.actor = actor;
  claims.lifetime = shorten_to_session(lifetime, admission.session, now);
  const auto expires_at = from_unix_seconds(to_unix_seconds(now)) + claims.lifetime;
  const auto key = find_signing_key(keys_, PlatformKeys::Purpose::app_tokens, admission.app,
                                    choose_algorithm(admission, now), admission.secret);
  return {token::sign_app_token(*key, claims, random_), expires_at};
}

IssuedToken AppTokenIssuer::issue_to_app(const App& app, const std::optional<SecretString>& secret,
                                         std::int64_t position) const {
  const auto now = clock_.now();
  const auto issued_at = to_unix_seconds(now);
  const auto expires_at = issued_at + app.token_lifetime.count();
  token::JsonWriter claims;
  claims.add("iss", issuer_).add("sub", app.id.value()).add("aud", app.id.value());
  claims.add("client_id", app.id.value()).add("iat", issued_at).add("nbf", issued_at).add("exp", expires_at);
  claims.add("jti", token::make_token_id(now, random_)).add("pos", position);
  return {find_signing_key(keys_, PlatformKeys::Purpose::app_tokens, app, app.algorithm, secret)
              ->sign(token::token_type::kAppToken, claims.text()),
          from_unix_seconds(expires_at)};
}

}  // namespace gatehouse::server
