// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/find_signing_key.h"

#include <stdexcept>

namespace gatehouse::server {
namespace {

crypto::KeyKind key_kind(AppAlgorithm algorithm) {
  switch (algorithm) {
    case AppAlgorithm::eddsa:
      return crypto::KeyKind::ed25519;
    case AppAlgorithm::es256:
      return crypto::KeyKind::p256;
    case AppAlgorithm::rs256:
      return crypto::KeyKind::rsa;
    case AppAlgorithm::hs256:
      break;
  }
  throw std::logic_error("HS256 tokens are signed with the app's secret");
}

}  // namespace

std::shared_ptr<const token::SigningKey> find_signing_key(PlatformKeys& keys, PlatformKeys::Purpose purpose,
                                                          const App& app, AppAlgorithm algorithm,
                                                          const std::optional<SecretString>& secret) {
  if (algorithm != AppAlgorithm::hs256) return keys.signing_key(purpose, key_kind(algorithm));
  if (!secret) throw std::runtime_error("the app " + app.id.value() + " has no secret to sign with");
  return std::make_shared<const token::SigningKey>(token::SigningKey::hs256(*secret));
}

}  // namespace gatehouse::server
