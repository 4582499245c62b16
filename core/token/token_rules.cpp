// SPDX-License-Identifier: Apache-2.0
#include "core/token/token_rules.h"

#include <stdexcept>

namespace gatehouse::token {
namespace {

std::string require_text(std::string text, const char* what) {
  if (text.empty()) throw std::invalid_argument(what);
  return text;
}

// Hundreds of roles with their permissions.
constexpr std::size_t kLongestPolicy = std::size_t{256} * 1024;
constexpr std::size_t kMostPolicyValues = 16 * 1024;

}  // namespace

IssuerRule IssuerRule::require(std::string issuer) {
  return IssuerRule(require_text(std::move(issuer), "IssuerRule: the issuer is empty"));
}
IssuerRule accept_any_issuer() {
  return IssuerRule(std::nullopt);
}

AudienceRule AudienceRule::require(std::string audience) {
  return AudienceRule(require_text(std::move(audience), "AudienceRule: the audience is empty"));
}
AudienceRule accept_any_audience() {
  return AudienceRule(std::nullopt);
}

JwtRules id_token_rules(std::string issuer, std::string client_id) {
  return {.types = {"", "JWT"},
          .issuer = IssuerRule::require(std::move(issuer)),
          .audience = AudienceRule::require(std::move(client_id)),
          .required_claims = {"sub", "iat"},
          .forbidden_claims = {"events", "appId", "userId"}};
}

JwtRules logout_token_rules(std::string issuer, std::string client_id) {
  return {.types = {"logout+jwt"},
          .issuer = IssuerRule::require(std::move(issuer)),
          .audience = AudienceRule::require(std::move(client_id)),
          .required_claims = {"iat", "jti", "events"},
          .forbidden_claims = {"nonce"}};
}

JwtRules security_event_rules(std::string issuer, std::string audience) {
  return {.types = {"secevent+jwt"},
          .issuer = IssuerRule::require(std::move(issuer)),
          .audience = AudienceRule::require(std::move(audience)),
          .expiry = ExpiryRule::optional,
          .required_claims = {"iat", "jti", "events"},
          .forbidden_claims = {"nonce"},
          .longest = 2 * kLongestPolicy,
          .most_values = kMostPolicyValues};
}

JwtRules policy_rules(std::string issuer, std::string app_id) {
  return {.types = {"gatehouse-policy+jwt"},
          .issuer = IssuerRule::require(std::move(issuer)),
          .audience = AudienceRule::require(std::move(app_id)),
          .expiry = ExpiryRule::optional,
          .required_claims = {"iat", "version", "algorithms"},
          .forbidden_claims = {"nonce", "events", "sub"},
          .longest = kLongestPolicy,
          .most_values = kMostPolicyValues};
}

}  // namespace gatehouse::token
