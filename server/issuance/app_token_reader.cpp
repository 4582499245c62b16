// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/app_token_reader.h"

#include "core/token/app_token_verifier.h"
#include "core/token/unverified_token.h"
#include "server/issuance/app_secrets.h"
#include "server/storage/app_policies.h"
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
  std::vector<AppAlgorithm> algorithms;
  auto app = database_.read([&](sql::Connection& connection) {
    auto found = apps::find(connection, *id);
    if (!found) return found;
    algorithms = {found->algorithm};
    const auto policy = app_policies::find(connection, *id);
    if (policy && policy->former_algorithm) algorithms.push_back(*policy->former_algorithm);
    secrets = load_all_secrets(connection, sealing_key_, *id);
    return found;
  });
  if (!app) return std::nullopt;
  std::vector<token::VerificationKey> keys;
  for (const auto algorithm : algorithms) {
    if (algorithm != AppAlgorithm::hs256) {
      add_platform_keys(algorithm, keys);
      continue;
    }
    for (const auto& secret : secrets) keys.push_back(token::VerificationKey::hs256(secret));
  }
  const token::AppTokenVerifier verifier(
      {.app_id = id->value(), .issuer = token::IssuerRule::require(issuer_)}, token::KeyRing(std::move(keys)),
      clock_);
  auto verified = verifier.verify(text);
  if (!verified) return std::nullopt;
  return ReadAppToken{std::move(*verified), std::move(*app)};
}

void AppTokenReader::add_platform_keys(AppAlgorithm algorithm,
                                       std::vector<token::VerificationKey>& keys) const {
  for (const auto& key : keys_.key_ring()->keys()) {
    if (token::to_text(key.algorithm()) == to_text(algorithm)) keys.push_back(key);
  }
}

}  // namespace gatehouse::server
