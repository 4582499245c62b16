// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/token/secrets.h"

#include "core/token/secret_key.h"

namespace gatehouse {

SecretKey::~SecretKey() {
  SecretString wiped_when_done(std::move(text_));
}

Result<std::vector<SecretString>, std::string> sdk::parse_secrets(const SecretKey& key) {
  auto secrets = token::parse_secret_keys(key.reveal());
  if (!secrets) return fail(std::string(token::to_sentence(secrets.error())));
  return *std::move(secrets);
}

}  // namespace gatehouse
