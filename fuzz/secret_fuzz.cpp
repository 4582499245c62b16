// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/crypto/asymmetric_key.h"
#include "core/crypto/password_hasher.h"
#include "core/crypto/sealing_key.h"
#include "core/crypto/sha256.h"
#include "core/token/secret_key.h"

using namespace gatehouse;

/// What is read of secrets: password hashes, private keys, sealed cells, an app's secret key.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cost = crypto::parse_password_cost(text)) {
    if (cost->memory_kib > 256 * 1024 || cost->passes > 16) std::abort();
  }
  if (token::check_secret_key(text) && (text.size() < 32 || text.find(',') != text.npos)) std::abort();
  if (const auto keys = token::parse_secret_keys(text); keys && keys->size() > 2) std::abort();
  if (const auto key = crypto::PrivateKey::from_pkcs8(as_bytes(text))) (void)key->to_pkcs8();
  static const crypto::SealingKey sealing(crypto::sha256({}));
  if (sealing.open(as_bytes(text), {"table", "row", "column"})) std::abort();  // nobody sealed it
  return 0;
}
