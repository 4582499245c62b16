// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/signed_by_platform.h"

#include <algorithm>

#include "core/token/signed_document.h"
#include "core/token/signing_key.h"

namespace gatehouse::sdk {
namespace {

TokenRefusal to_refusal(token::TokenError error) {
  return {std::string(token::to_code(error)), std::string(token::to_sentence(error))};
}

// Order comes from positions, so a clock that is somewhat off needs to lose no event.
token::JwtRules forgiving(token::JwtRules rules) {
  rules.leeway = token::kMostLeeway;
  return rules;
}

}  // namespace

SignedByPlatform::SignedByPlatform(std::string issuer, std::string app_id, const Clock& clock)
    : issuer_(std::move(issuer)),
      app_id_(std::move(app_id)),
      events_(forgiving(token::security_event_rules(issuer_, app_id_)), {}, clock),
      policies_(forgiving(token::policy_rules(issuer_, app_id_)), {}, clock) {}

bool SignedByPlatform::use_keys(const std::string& jwks) {
  if (jwks == jwks_) return true;
  auto parsed = token::parse_jwks(jwks);
  if (!parsed) return false;
  jwks_ = jwks;
  published_ = std::move(parsed->keys);
  arrange_keys();
  return true;
}

void SignedByPlatform::withdraw(const std::vector<std::string>& kids) {
  withdrawn_.insert(withdrawn_.end(), kids.begin(), kids.end());
  arrange_keys();
}

void SignedByPlatform::arrange_keys() {
  keys_ = published_;
  std::erase_if(keys_, [this](const token::Jwk& key) {
    return std::ranges::find(withdrawn_, key.kid) != withdrawn_.end();
  });
  // A key that signs an app's tokens does no second job.
  std::vector<token::Jwk> signers;
  std::ranges::copy_if(keys_, std::back_inserter(signers),
                       [](const token::Jwk& key) { return key.algorithm() == token::Algorithm::rs256; });
  ring_ = token::KeyRing::from_jwks(std::move(signers));
  events_.set_keys(ring_);
  policies_.set_keys(ring_);
}

Result<SecurityEvent, TokenRefusal> SignedByPlatform::read_event(std::string_view text) const {
  const auto verified = events_.verify(text);
  if (!verified) return fail(to_refusal(verified.error()));
  auto event = read_security_event(*verified);
  if (!event) return fail(TokenRefusal{"unreadable_event", event.error()});
  return *std::move(event);
}

Result<Policy, TokenRefusal> SignedByPlatform::read_policy(std::string_view text) const {
  const auto verified = policies_.verify(text);
  if (!verified) return fail(to_refusal(verified.error()));
  auto policy = sdk::read_policy(*verified);
  if (!policy) return fail(TokenRefusal{"unreadable_policy", "the policy lacks something that it must say"});
  return *std::move(policy);
}

Result<PlatformState, TokenRefusal> SignedByPlatform::read_state(std::string_view text) const {
  const auto payload =
      token::open_signed_document(ring_, token::token_type::kStateToken, text, kLongestState);
  if (!payload) return fail(to_refusal(payload.error()));
  auto state = read_platform_state(*payload, issuer_, app_id_);
  if (!state)
    return fail(TokenRefusal{"unreadable_state", "the state is for another app, or lacks something"});
  return *std::move(state);
}

}  // namespace gatehouse::sdk
