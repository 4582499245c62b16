// SPDX-License-Identifier: Apache-2.0
#include "core/token/app_token_verifier.h"

#include <algorithm>
#include <stdexcept>

#include "core/token/compact_token.h"
#include "core/token/signing_key.h"
#include "core/token/token_times.h"

namespace gatehouse::token {
namespace {

using Checked = Result<void, TokenError>;

/// The payload with its claims found: what the checks below look at.
struct Payload {
  const JsonValue& root;
  const ClaimIndex& claims;

  [[nodiscard]] bool has(Claim claim) const { return claims[std::size_t(claim)] != 0; }
  [[nodiscard]] JsonValue get(Claim claim) const { return root.at(claims[std::size_t(claim)]); }
  [[nodiscard]] bool names(Claim claim, std::string_view wanted) const {
    const auto value = get(claim);
    if (value.kind() == JsonKind::string) return value.text() == wanted;
    return value.holds(wanted);
  }
};

bool is_app_token(const Header& header) {
  return header.type && *header.type == token_type::kAppToken;
}

Checked check_type(const Header& header) {
  if (!header.type || *header.type == "JWT" || is_app_token(header)) return {};
  return fail(TokenError::wrong_token_type);
}

Checked check_issuer(const Payload& payload, const IssuerRule& rule) {
  if (!rule.required()) return {};
  if (!payload.has(Claim::iss)) return fail(TokenError::missing_issuer);
  if (!payload.names(Claim::iss, *rule.required())) return fail(TokenError::wrong_issuer);
  return {};
}

Checked check_app(const Payload& payload, std::string_view app_id) {
  if (!payload.has(Claim::aud) && !payload.has(Claim::app_id)) return fail(TokenError::missing_app);
  for (const auto claim : {Claim::aud, Claim::app_id}) {
    if (payload.has(claim) && !payload.names(claim, app_id)) return fail(TokenError::wrong_app);
  }
  return {};
}

Checked check_user(const Payload& payload) {
  std::string_view user;
  for (const auto claim : {Claim::sub, Claim::user_id}) {
    if (!payload.has(claim)) continue;
    const auto named = payload.get(claim).text();
    if (named.empty()) return fail(TokenError::missing_user);
    if (!user.empty() && named != user) return fail(TokenError::user_mismatch);
    user = named;
  }
  if (user.empty()) return fail(TokenError::missing_user);
  return {};
}

/// An ID token never carries both, so that it can't pass for an app token.
Checked check_kind(const Payload& payload, const Header& header) {
  if (is_app_token(header) || (payload.has(Claim::app_id) && payload.has(Claim::user_id))) return {};
  return fail(TokenError::not_an_app_token);
}

Checked check_claims(const Payload& payload, const TokenTimes& times, const Header& header,
                     const AppTokenRules& rules, std::int64_t now) {
  if (!times.expiry) return fail(TokenError::missing_expiry);
  if (const auto checked = check_times(times, now, rules.leeway); !checked) return checked;
  if (rules.issuer.required()) {
    if (const auto checked = check_lifetime(times, now); !checked) return checked;
  }
  if (const auto checked = check_issuer(payload, rules.issuer); !checked) return checked;
  if (const auto checked = check_app(payload, rules.app_id); !checked) return checked;
  if (const auto checked = check_user(payload); !checked) return checked;
  return check_kind(payload, header);
}

}  // namespace

AppTokenVerifier::AppTokenVerifier(AppTokenRules rules, KeyRing keys, const Clock& clock)
    : rules_(std::move(rules)), keys_(std::move(keys)), clock_(clock) {
  if (rules_.app_id.empty()) throw std::invalid_argument("AppTokenVerifier: the app id is empty");
  if (rules_.leeway < std::chrono::seconds(0) || rules_.leeway > kMostLeeway) {
    throw std::invalid_argument("AppTokenVerifier: the leeway is outside 0 to 120 s");
  }
}

Result<VerifiedToken, TokenError> AppTokenVerifier::verify(std::string_view token) const {
  return verify(token, Expiry::counts);
}

Result<VerifiedToken, TokenError> AppTokenVerifier::verify_late(std::string_view token) const {
  return verify(token, Expiry::has_no_say);
}

Result<VerifiedToken, TokenError> AppTokenVerifier::verify(std::string_view token, Expiry expiry) const {
  const auto parts = split_token(token);
  if (!parts) return fail(parts.error());
  Header room;
  const auto header = keys_.get().verify(parts->header, parts->signed_text, parts->signature, room);
  if (!header) return fail(header.error());
  if (const auto checked = check_type(**header); !checked) return fail(checked.error());

  JsonScratch scratch(parts->payload.size(), kMostPayloadValues);
  const auto root = parse_payload(parts->payload, scratch);
  if (!root) return fail(root.error());
  const auto claims = find_claims(*root);
  if (!claims) return fail(claims.error());
  auto now = to_unix_seconds(clock_.now());
  if (expiry == Expiry::has_no_say && claims->times.expiry) now = std::min(now, *claims->times.expiry - 1);
  const auto checked = check_claims({*root, claims->index}, claims->times, **header, rules_, now);
  if (!checked) return fail(checked.error());
  return VerifiedToken(JsonDocument(scratch), claims->index, *claims->times.expiry);
}

}  // namespace gatehouse::token
