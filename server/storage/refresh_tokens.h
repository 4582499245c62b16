// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/bytes.h"
#include "core/base/secret_string.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Refresh tokens, found by their hash; they end with their grant. As in storage/users.h.
///
/// A token is used once, for its successor. Until the successor is used in its turn, the used token keeps it
/// sealed, so that a client which lost the answer can be given the same one again.
namespace gatehouse::server::refresh_tokens {

struct RefreshToken {
  GrantId grant_id;
  std::optional<Bytes> successor_of;  ///< hash of the token that it replaced; absent for a grant's first
  std::optional<Time> used_at;        ///< when it was exchanged for its successor
  Time created_at{};
  Time expires_at{};
};

void insert(sql::Connection& connection, const RefreshToken& token, ByteView token_hash);
[[nodiscard]] std::optional<RefreshToken> find(sql::Connection& connection, ByteView token_hash);

/// Marks the token used and keeps its successor; its own predecessor forgets this one, which is no longer
/// unused. False when the token was used before: single use holds also when two refreshes meet.
[[nodiscard]] bool mark_used(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                             RandomSource& random, ByteView token_hash, const SecretString& successor,
                             Time now);
/// The successor of a used token as long as that is unused. A seal that doesn't open throws
/// std::runtime_error.
[[nodiscard]] std::optional<SecretString> find_unused_successor(sql::Connection& connection,
                                                                const crypto::SealingKey& sealing_key,
                                                                ByteView token_hash);

/// Removes at most `limit` tokens that expired before `before`.
std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::refresh_tokens
