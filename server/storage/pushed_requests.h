// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "server/model/ids.h"

/// Authorization requests that apps have sent ahead, found by the hash of their `request_uri`. As in
/// storage/users.h.
namespace gatehouse::server::pushed_requests {

void insert(sql::Connection& connection, ByteView uri_hash, const AppId& app, const std::string& parameters,
            Time expires_at);
/// The parameters, once; absent for one that is used, expired, unknown or another app's.
[[nodiscard]] std::optional<std::string> take(sql::Connection& connection, ByteView uri_hash,
                                              const AppId& app, Time now);
std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::pushed_requests
