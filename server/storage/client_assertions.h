// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// The assertions that apps have authenticated with. As in storage/users.h.
namespace gatehouse::server::client_assertions {

enum class Use { first, repeated };
/// Notes an assertion by the hash of its `jti`.
[[nodiscard]] Use note(sql::Connection& connection, const AppId& app, ByteView id_hash, Time expires_at);
std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::client_assertions
