// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/token.h"

#include <stdexcept>

#include "core/base/random.h"
#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "sdk/cpp/token/function_clock.h"
#include "sdk/cpp/token/secrets.h"
#include "sdk/cpp/token/to_user.h"

namespace gatehouse {
namespace {

std::vector<SecretString> load_secrets(const SecretKey& key) {
  auto secrets = sdk::parse_secrets(key);
  if (!secrets) throw std::invalid_argument("secret_key: " + secrets.error());
  return *std::move(secrets);
}

token::AppTokenRules to_rules(const TokenVerifierOptions& options) {
  return {.app_id = options.app_id,
          .issuer = options.issuer.empty() ? token::accept_any_issuer()
                                           : token::IssuerRule::require(options.issuer),
          .leeway = options.leeway};
}

std::chrono::sys_seconds to_seconds(Time time) {
  return std::chrono::floor<std::chrono::seconds>(time);
}

}  // namespace

struct TokenVerifier::Impl {
  sdk::FunctionClock clock;
  token::AppTokenVerifier verifier;
  explicit Impl(TokenVerifierOptions options)
      : clock(std::move(options.clock)),
        verifier(to_rules(options), token::KeyRing::from_secrets(load_secrets(options.secret_key)), clock) {}
};

TokenVerifier::TokenVerifier(TokenVerifierOptions options)
    : impl_(std::make_unique<Impl>(std::move(options))) {}
TokenVerifier::TokenVerifier(TokenVerifier&&) noexcept = default;
TokenVerifier& TokenVerifier::operator=(TokenVerifier&&) noexcept = default;
TokenVerifier::~TokenVerifier() = default;

TokenVerifier::Verdict TokenVerifier::verify(std::string_view text) const {
  const auto verified = impl_->verifier.verify(text);
  if (!verified) return {.token = std::nullopt, .code = token::to_code(verified.error())};
  return {.token = AppToken{.user = sdk::to_user(*verified),
                            .issuer = std::string(verified->issuer()),
                            .scope = std::string(verified->scope()),
                            .issued_at = to_seconds(verified->issued_at().value_or(Time())),
                            .expires_at = to_seconds(verified->expires_at())},
          .code = {}};
}

struct TokenSigner::Impl {
  std::string app_id;
  token::SigningKey key;
  sdk::FunctionClock clock;
};

TokenSigner::TokenSigner(TokenSignerOptions options) {
  if (options.app_id.empty()) throw std::invalid_argument("app_id: must not be empty");
  impl_ =
      std::make_unique<Impl>(Impl{.app_id = std::move(options.app_id),
                                  .key = token::SigningKey::hs256(load_secrets(options.secret_key).front()),
                                  .clock = sdk::FunctionClock(std::move(options.clock))});
}
TokenSigner::TokenSigner(TokenSigner&&) noexcept = default;
TokenSigner& TokenSigner::operator=(TokenSigner&&) noexcept = default;
TokenSigner::~TokenSigner() = default;

std::string TokenSigner::sign(const AppToken& token, std::chrono::seconds lifetime) const {
  const User& user = token.user;
  token::AppTokenClaims claims{.issuer = token.issuer,
                               .user_id = user.id,
                               .app_id = impl_->app_id,
                               .email = user.email,
                               .email_verified = user.email_verified,
                               .name = user.name,
                               .issued_at = impl_->clock.now(),
                               .lifetime = lifetime,
                               .authenticated_at = user.authenticated_at,
                               .session_id = user.session_id,
                               .roles = user.roles,
                               .permissions = user.permissions,
                               .amr = user.authentication_methods,
                               .scope = token.scope};
  SystemRandom random;
  return token::sign_app_token(impl_->key, claims, random);
}

}  // namespace gatehouse
