// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"

/// The platform's own signing keys, sealed. As in storage/users.h.
namespace gatehouse::server::platform_keys {

struct PlatformKey {
  std::string kid;
  std::string algorithm;  ///< as JWA spells it: RS256, ES256, EdDSA
  SecretString pkcs8;     ///< DER
  Time created_at{};
};

void insert(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
            const PlatformKey& key);
/// Newest first. A sealed key that doesn't open means a wrong master key or a tampered database: throws
/// std::runtime_error.
[[nodiscard]] std::vector<PlatformKey> list(sql::Connection& connection,
                                            const crypto::SealingKey& sealing_key);
[[nodiscard]] bool has_algorithm(sql::Connection& connection, std::string_view algorithm);

}  // namespace gatehouse::server::platform_keys
