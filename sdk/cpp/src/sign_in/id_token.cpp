// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/sign_in/id_token.h"

#include "core/token/jwk.h"
#include "core/token/jwt_verifier.h"

namespace gatehouse::sdk {
namespace {

using token::TokenError;

TokenRefusal to_refusal(TokenError error) {
  return {std::string(token::to_code(error)), std::string(token::to_sentence(error))};
}

Result<std::string, TokenRefusal> check_request(const token::VerifiedJwt& id_token, std::string_view nonce,
                                                const std::string& app_id) {
  if (!equal_in_constant_time(as_bytes(id_token.text("nonce")), as_bytes(nonce))) {
    return fail(TokenRefusal{"wrong_nonce", "the nonce is not the one of this attempt"});
  }
  // Section 3.1.3.7, steps 4 and 5.
  const auto authorized_party = id_token.text("azp");
  if (!authorized_party.empty() && authorized_party != app_id) {
    return fail(TokenRefusal{"wrong_party", "it was issued to another app"});
  }
  const auto subject = id_token.text("sub");
  if (subject.empty()) return fail(to_refusal(TokenError::missing_user));
  return std::string(subject);
}

}  // namespace

Result<std::string, TokenRefusal> IdTokenVerifier::verify(std::string_view id_token,
                                                          std::string_view nonce) const {
  const auto verified = verify_by_keys(token::id_token_rules(platform_.url(), app_id_), id_token);
  if (!verified) return fail(verified.error());
  return check_request(*verified, nonce, app_id_);
}

Result<token::VerifiedJwt, TokenRefusal> IdTokenVerifier::verify_logout(std::string_view logout_token) const {
  return verify_by_keys(token::logout_token_rules(platform_.url(), app_id_), logout_token);
}

Result<token::VerifiedJwt, TokenRefusal> IdTokenVerifier::verify_by_keys(const token::JwtRules& rules,
                                                                         std::string_view text) const {
  auto verified = verify_with(Platform::Freshness::kept, rules, text);
  // A key that we do not know may be a new one of the platform.
  if (!verified && verified.error().code == token::to_code(TokenError::unknown_key)) {
    verified = verify_with(Platform::Freshness::fresh, rules, text);
  }
  return verified;
}

Result<token::VerifiedJwt, TokenRefusal> IdTokenVerifier::verify_with(Platform::Freshness freshness,
                                                                      const token::JwtRules& rules,
                                                                      std::string_view text) const {
  const auto published = platform_.keys(freshness);
  if (!published) return fail(TokenRefusal{"no_keys", published.error().detail});
  auto keys = token::parse_jwks(*published);
  if (!keys) return fail(TokenRefusal{"bad_keys", "the platform's published keys can't be read"});
  // A sign-in is rare enough to prepare the keys for each.
  const token::JwtVerifier verifier(rules, token::KeyRing::from_jwks(std::move(keys->keys)), clock_);
  auto verified = verifier.verify(text);
  if (!verified) return fail(to_refusal(verified.error()));
  return *std::move(verified);
}

}  // namespace gatehouse::sdk
