// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/base/random.h"
#include "core/base/secret_string.h"
#include "server/storage/signal_streams.h"

/// The turns of streams whose events are pushed (RFC 8935). As in storage/users.h.
namespace gatehouse::server::push_streams {

using signal_streams::Stream;

/// Whether some stream is due that may have news.
[[nodiscard]] bool has_due(sql::Connection& connection, Time now);

/// A stream whose turn it is, nobody else's until then. `until` is also how the turn is told from later ones.
struct Turn {
  Stream stream;
  Time until{};
};
[[nodiscard]] std::optional<Turn> claim(sql::Connection& connection, Time now, Time until);

/// Notes how the turn ended: position, failures and status as the stream says. Nothing is noted, and false
/// returned, when it was not the turn any more: somebody changed the stream, or it took too long.
bool finish(sql::Connection& connection, const Turn& turn, Time next_attempt);

/// What a push carries as Authorization; an empty text takes it away.
void put_authorization(sql::Connection& connection, const crypto::SealingKey& sealing_key,
                       RandomSource& random, const StreamId& id, const SecretString& authorization);
/// Absent where there is none. Throws when the row was tampered with.
[[nodiscard]] std::optional<SecretString> find_authorization(sql::Connection& connection,
                                                             const crypto::SealingKey& sealing_key,
                                                             const StreamId& id);

}  // namespace gatehouse::server::push_streams
