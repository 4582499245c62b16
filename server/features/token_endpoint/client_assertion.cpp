// SPDX-License-Identifier: Apache-2.0
#include "server/features/token_endpoint/client_assertion.h"

#include <algorithm>
#include <array>

#include "core/token/jwt_verifier.h"
#include "core/token/unverified_token.h"

namespace gatehouse::server {
namespace {

constexpr std::size_t kMostIdBytes = 512;

token::JwtRules rules_for(const App& app) {
  return {.types = {"", "JWT", "client-authentication+jwt"},
          .issuer = token::IssuerRule::require(app.id.value()),
          .audience = token::accept_any_audience(),  // one of several, checked by the caller
          .required_claims = {"sub", "aud", "jti"}};
}

}  // namespace

ClientAssertionVerifier::ClientAssertionVerifier(const Clock& clock, std::string issuer)
    : clock_(clock), issuer_(std::move(issuer)) {}

std::optional<std::string> ClientAssertionVerifier::claimed_client(std::string_view assertion) {
  const auto token = token::UnverifiedToken::parse(assertion);
  if (!token) return std::nullopt;
  const auto subject = token->unverified_claims().find("sub");
  const auto id = subject ? subject->as_string() : std::nullopt;
  return id ? std::optional(std::string(*id)) : std::nullopt;
}

std::optional<ClientAssertion> ClientAssertionVerifier::verify(const App& app, std::string_view assertion,
                                                               std::string_view called_path) const {
  auto keys = token::parse_jwks(app.jwks);
  if (!keys || keys->keys.empty()) return std::nullopt;
  const token::JwtVerifier verifier(rules_for(app), token::KeyRing::from_jwks(std::move(keys->keys)), clock_);
  const auto verified = verifier.verify(assertion);
  if (!verified || verified->text("sub") != app.id.value()) return std::nullopt;
  const auto audience = verified->claims().find("aud");
  const std::array names = {issuer_, issuer_ + "/oauth2/token", issuer_ + std::string(called_path)};
  const bool is_for_us = std::any_of(names.begin(), names.end(), [&](const auto& name) {
    return audience->as_string() == name || audience->holds(name);
  });
  const auto id = verified->text("jti");
  const auto expires_at = from_unix_seconds(verified->integer("exp").value_or(0));
  if (!is_for_us || id.empty() || id.size() > kMostIdBytes) return std::nullopt;
  if (expires_at > clock_.now() + kMostLifetime) return std::nullopt;
  // Until the leeway is over it would pass again.
  return ClientAssertion{crypto::sha256(as_bytes(id)), expires_at + token::kDefaultLeeway};
}

}  // namespace gatehouse::server
