// SPDX-License-Identifier: Apache-2.0
#include "core/token/jwt_verifier.h"

#include <algorithm>
#include <stdexcept>

#include "core/token/claim.h"
#include "core/token/compact_token.h"
#include "core/token/token_times.h"

namespace gatehouse::token {
namespace {

using Checked = Result<void, TokenError>;

bool is_accepted(const std::vector<std::string>& types, std::string_view type) {
  return std::ranges::any_of(types, [&](const auto& one) { return is_same_type(one, type); });
}

Result<std::optional<std::int64_t>, TokenError> read_optional_time(const JsonValue& claims,
                                                                   std::string_view name) {
  const auto member = claims.find(name);
  if (!member) return std::optional<std::int64_t>();
  const auto time = read_time(*member);
  if (!time) return fail(time.error());
  return std::optional(*time);
}

Checked check_times_of(const JsonValue& claims, const JwtRules& rules, std::int64_t now) {
  const auto expiry = read_optional_time(claims, "exp");
  const auto not_before = read_optional_time(claims, "nbf");
  const auto issued_at = read_optional_time(claims, "iat");
  for (const auto* time : {&expiry, &not_before, &issued_at}) {
    if (!*time) return fail(time->error());
  }
  if (!*expiry && rules.expiry == ExpiryRule::required) return fail(TokenError::missing_expiry);
  return check_times({*expiry, *not_before, *issued_at}, now, rules.leeway);
}

Checked check_issuer(const JsonValue& claims, const IssuerRule& rule) {
  const auto issuer = claims.find("iss");
  if (issuer && !issuer->as_string()) return fail(TokenError::invalid_claim);
  if (!rule.required()) return {};
  if (!issuer) return fail(TokenError::missing_issuer);
  if (issuer->text() != *rule.required()) return fail(TokenError::wrong_issuer);
  return {};
}

Checked check_audience(const JsonValue& claims, const AudienceRule& rule) {
  const auto audience = claims.find("aud");
  if (audience && !audience->as_string() && !audience->is_array_of_strings())
    return fail(TokenError::invalid_claim);
  if (!rule.required()) return {};
  if (!audience) return fail(TokenError::missing_audience);
  const auto& wanted = *rule.required();
  if (audience->as_string() == wanted) return {};
  if (audience->holds(wanted)) return {};
  return fail(TokenError::wrong_audience);
}

Checked check_claims(const JsonValue& claims, const JwtRules& rules, std::int64_t now) {
  if (const auto checked = check_times_of(claims, rules, now); !checked) return checked;
  if (const auto checked = check_issuer(claims, rules.issuer); !checked) return checked;
  if (const auto checked = check_audience(claims, rules.audience); !checked) return checked;
  if (const auto subject = claims.find("sub"); subject && !subject->as_string())
    return fail(TokenError::invalid_claim);
  const auto has = [&](const std::string& claim) { return claims.find(claim).has_value(); };
  if (!std::ranges::all_of(rules.required_claims, has)) return fail(TokenError::missing_claim);
  if (std::ranges::any_of(rules.forbidden_claims, has)) return fail(TokenError::forbidden_claim);
  return {};
}

}  // namespace

JwtVerifier::JwtVerifier(JwtRules rules, KeyRing keys, const Clock& clock)
    : rules_(std::move(rules)), keys_(std::move(keys)), clock_(clock) {
  if (rules_.types.empty()) throw std::invalid_argument("JwtVerifier: no token type is accepted");
  if (rules_.leeway < std::chrono::seconds(0) || rules_.leeway > kMostLeeway) {
    throw std::invalid_argument("JwtVerifier: the leeway is outside 0 to 120 s");
  }
}

Result<VerifiedJwt, TokenError> JwtVerifier::verify(std::string_view token) const {
  const auto parts = split_token(token, rules_.longest);
  if (!parts) return fail(parts.error());
  Header room;
  const auto header = keys_.get().verify(parts->header, parts->signed_text, parts->signature, room);
  if (!header) return fail(header.error());
  if (!is_accepted(rules_.types, (*header)->type.value_or(""))) return fail(TokenError::wrong_token_type);

  JsonScratch scratch(parts->payload.size(), rules_.most_values);
  const auto claims = parse_payload(parts->payload, scratch);
  if (!claims) return fail(claims.error());
  const auto checked = check_claims(*claims, rules_, to_unix_seconds(clock_.now()));
  if (!checked) return fail(checked.error());
  return VerifiedJwt(JsonDocument(scratch));
}

}  // namespace gatehouse::token
