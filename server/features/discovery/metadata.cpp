// SPDX-License-Identifier: Apache-2.0
#include "server/features/discovery/metadata.h"

#include <span>
#include <string_view>
#include <vector>

#include "core/token/json_writer.h"
#include "server/issuance/authentication_strength.h"
#include "server/issuance/scope.h"

namespace gatehouse::server {
namespace {

using Texts = std::vector<std::string>;

Texts texts(std::span<const std::string_view> views) {
  return {views.begin(), views.end()};
}

}  // namespace

std::string provider_metadata(const std::string& issuer) {
  const Texts proven = {"client_secret_basic", "client_secret_post", "private_key_jwt"};
  const Texts proven_or_public = {"client_secret_basic", "client_secret_post", "private_key_jwt", "none"};
  const Texts assertion_algorithms = {"EdDSA", "ES256", "RS256"};
  token::JsonWriter out;
  out.add("issuer", issuer)
      .add("authorization_endpoint", issuer + "/oauth2/authorize")
      .add("token_endpoint", issuer + "/oauth2/token")
      .add("userinfo_endpoint", issuer + "/oauth2/userinfo")
      .add("jwks_uri", issuer + "/oauth2/jwks")
      .add("end_session_endpoint", issuer + "/oauth2/end_session")
      .add("revocation_endpoint", issuer + "/oauth2/revoke")
      .add("pushed_authorization_request_endpoint", issuer + "/oauth2/par")
      .add("device_authorization_endpoint", issuer + "/oauth2/device_authorization")
      .add("registration_endpoint", issuer + "/oauth2/register")
      .add("require_pushed_authorization_requests", false)
      .add("introspection_endpoint", issuer + "/oauth2/introspect")
      .add("scopes_supported", texts(known_scopes()))
      .add("response_types_supported", Texts{"code"})
      .add("response_modes_supported", Texts{"query", "form_post"})
      .add("grant_types_supported", Texts{"authorization_code", "refresh_token", "client_credentials",
                                          "urn:ietf:params:oauth:grant-type:device_code",
                                          "urn:ietf:params:oauth:grant-type:token-exchange"})
      .add("subject_types_supported", Texts{"public"})
      .add("id_token_signing_alg_values_supported", Texts{"RS256", "ES256", "EdDSA", "HS256"})
      .add("userinfo_signing_alg_values_supported", Texts{"RS256"})
      .add("token_endpoint_auth_methods_supported", proven_or_public)
      .add("token_endpoint_auth_signing_alg_values_supported", assertion_algorithms)
      .add("revocation_endpoint_auth_methods_supported", proven_or_public)
      .add("revocation_endpoint_auth_signing_alg_values_supported", assertion_algorithms)
      .add("introspection_endpoint_auth_methods_supported", proven)
      .add("introspection_endpoint_auth_signing_alg_values_supported", assertion_algorithms)
      .add("code_challenge_methods_supported", Texts{"S256"})
      .add("prompt_values_supported", Texts{"none", "login", "consent", "select_account"})
      .add("acr_values_supported", texts(kAcrValues))
      .add("claim_types_supported", Texts{"normal"})
      .add("claims_supported",
           Texts{"iss",        "sub",    "aud",      "exp",        "iat",   "auth_time",      "nonce",
                 "amr",        "acr",    "at_hash",  "sid",        "name",  "given_name",     "family_name",
                 "picture",    "locale", "zoneinfo", "updated_at", "email", "email_verified", "roles",
                 "permissions"})
      .add("claims_parameter_supported", true)
      .add("request_parameter_supported", false)
      .add("request_uri_parameter_supported", false)
      .add("backchannel_logout_supported", true)
      .add("backchannel_logout_session_supported", true)
      .add("authorization_response_iss_parameter_supported", true);
  return out.text();
}

}  // namespace gatehouse::server
