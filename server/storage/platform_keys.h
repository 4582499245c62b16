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

/// What a key signs: one key never does two jobs.
enum class Purpose {
  identity,    ///< ID tokens, UserInfo, logout tokens, security events and policies
  app_tokens,  ///< the tokens of apps that chose public keys
};
constexpr Purpose kPurposes[] = {Purpose::identity, Purpose::app_tokens};
[[nodiscard]] std::string_view to_text(Purpose purpose);
[[nodiscard]] std::optional<Purpose> parse_purpose(std::string_view text);

/// Keys of one job follow each other; at any time one of them signs.
struct Job {
  Purpose purpose = Purpose::identity;
  std::string algorithm;  ///< as JWA spells it: RS256, ES256, EdDSA
  friend bool operator==(const Job&, const Job&) = default;
};

struct PlatformKey {
  std::string kid;
  Job job;
  SecretString pkcs8;  ///< DER
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
/// Whether there is a key for that job, be it one that only signs later.
[[nodiscard]] bool has_trusted(sql::Connection& connection, const Job& job);
/// Lets the published key that was to sign next sign now; false when none waits.
bool activate_next(sql::Connection& connection, const Job& job, Time now);
/// False for an unknown key and for one that is withdrawn already.
bool withdraw(sql::Connection& connection, std::string_view kid, Time now);

}  // namespace gatehouse::server::platform_keys
