// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/app_token_reader.h"

#include "core/token/app_token_verifier.h"
#include "core/token/unverified_token.h"
#include "server/storage/apps.h"

namespace gatehouse::server {
namespace {

/// Which app's keys to try; the verifier holds the token to it.
std::optional<AppId> find_claimed_app(std::string_view text) {
  const auto token = token::UnverifiedToken::parse(text);
  if (!token) return std::nullopt;
  const auto audience = token->unverified_claims().find("aud");
  const auto id = audience ? audience->as_string() : std::nullopt;
  return id && is_app_id(*id) ? std::optional(AppId(std::string(*id))) : std::nullopt;
}

std::vector<SecretString> all_of(apps::Secrets secrets) {
  std::vector<SecretString> all;
  for (auto* secret : {&secrets.current, &secrets.next, &secrets.previous}) {
    if (*secret) all.push_back(std::move(**secret));
  }
  return all;
}

}  // namespace

AppTokenReader::AppTokenReader(const Clock& clock, const crypto::SealingKey& sealing_key, PlatformKeys& keys,
                               sql::Database& database, std::string issuer)
    : clock_(clock),
      sealing_key_(sealing_key),
      keys_(keys),
      database_(database),
      issuer_(std::move(issuer)) {}

std::optional<ReadAppToken> AppTokenReader::verify(std::string_view text) const {
  const auto id = find_claimed_app(text);
  if (!id) return std::nullopt;
  std::vector<SecretString> secrets;
  auto app = database_.read([&](sql::Connection& connection) {
    auto found = apps::find(connection, *id);
    if (found && found->algorithm == AppAlgorithm::hs256) {
      secrets = all_of(apps::load_secrets(connection, sealing_key_, *id));
    }
    return found;
  });
  if (!app) return std::nullopt;
  auto ring = app->algorithm == AppAlgorithm::hs256 ? token::KeyRing::from_secrets(secrets)
                                                    : platform_keys_of(app->algorithm);
  const token::AppTokenVerifier verifier(
      {.app_id = id->value(), .issuer = token::IssuerRule::require(issuer_)}, std::move(ring), clock_);
  auto verified = verifier.verify(text);
  if (!verified) return std::nullopt;
  return ReadAppToken{std::move(*verified), std::move(*app)};
}

token::KeyRing AppTokenReader::platform_keys_of(AppAlgorithm algorithm) const {
  std::vector<token::VerificationKey> keys;
  for (const auto& key : keys_.key_ring()->keys()) {
    if (token::to_text(key.algorithm()) == to_text(algorithm)) keys.push_back(key);
  }
  return token::KeyRing(std::move(keys));
}

}  // namespace gatehouse::server
