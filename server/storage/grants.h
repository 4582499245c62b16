// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/grant.h"

/// Grants with their authorization codes. As in storage/users.h.
namespace gatehouse::server::grants {

void insert(sql::Connection& connection, const Grant& grant);
[[nodiscard]] std::optional<Grant> find(sql::Connection& connection, const GrantId& id);
/// What the app got by that sign-in.
[[nodiscard]] std::vector<Grant> list(sql::Connection& connection, const AppId& app,
                                      const SessionId& session);
/// Ends the grant: its codes and refresh tokens go with it.
bool remove(sql::Connection& connection, const GrantId& id);
void remove_all_of(sql::Connection& connection, const AppId& app);
/// Ends all that the app got from that user, by whichever sign-in.
std::int64_t remove_all(sql::Connection& connection, const AppId& app, const UserId& user);
/// At most `limit` grants made before `before` that have no refresh token, and so give nothing any more. Of
/// an app that is told when sessions end, the newest of each session stays as long as that.
[[nodiscard]] std::vector<GrantId> list_spent(sql::Connection& connection, Time before, std::size_t limit);

void insert_code(sql::Connection& connection, const AuthorizationCode& code, ByteView code_hash);
struct StoredCode {
  AuthorizationCode code;
  std::optional<Time> used_at;
};
[[nodiscard]] std::optional<StoredCode> find_code(sql::Connection& connection, ByteView code_hash);
/// False when it was used before: single use holds also when two exchanges meet.
[[nodiscard]] bool mark_code_used(sql::Connection& connection, ByteView code_hash, Time now);
/// Removes at most `limit` codes that expired before `before`.
std::int64_t remove_expired_codes(sql::Connection& connection, Time before, std::size_t limit);

}  // namespace gatehouse::server::grants
