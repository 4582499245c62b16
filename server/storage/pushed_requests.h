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

/// `address`: as waiting_requests.h counts it.
void insert(sql::Connection& connection, ByteView uri_hash, const AppId& app, const std::string& parameters,
            const std::string& address, Time expires_at);
struct PushedRequest {
  std::string parameters;
  Time expires_at{};
};
/// Absent for one that is used, unknown or another app's. Whether it is expired is the caller's to see.
[[nodiscard]] std::optional<PushedRequest> find(sql::Connection& connection, ByteView uri_hash,
                                                const AppId& app);
/// False when it was gone already: a name is good once, also when two browsers meet.
bool remove(sql::Connection& connection, ByteView uri_hash);
std::int64_t remove_expired(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::pushed_requests
