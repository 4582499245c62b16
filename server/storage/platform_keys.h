// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
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
  Time active_at{};                  ///< signs from then on, until another does
  std::optional<Time> withdrawn_at;  ///< trusted no more
};

void insert(sql::Connection& connection, const crypto::SealingKey& sealing_key, RandomSource& random,
            const PlatformKey& key);
/// Newest first. A sealed key that doesn't open means a wrong master key or a tampered database: throws
/// std::runtime_error.
[[nodiscard]] std::vector<PlatformKey> list(sql::Connection& connection,
                                            const crypto::SealingKey& sealing_key);
/// Whether a key of that algorithm may sign now.
[[nodiscard]] bool has_active(sql::Connection& connection, std::string_view algorithm, Time now);
/// Lets the published key that was to sign next sign now; false when none waits.
bool activate_next(sql::Connection& connection, std::string_view algorithm, Time now);
/// False for an unknown key and for one that is withdrawn already.
bool withdraw(sql::Connection& connection, std::string_view kid, Time now);

}  // namespace gatehouse::server::platform_keys
