// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "core/base/bytes.h"
#include "core/sql/connection.h"
#include "server/model/session.h"
#include "server/model/user.h"

/// Sessions, found by the hash of their cookie. As in storage/users.h.
namespace gatehouse::server::sessions {

void insert(sql::Connection& connection, const Session& session, ByteView token_hash);

struct SessionAndUser {
  Session session;
  User user;
  std::vector<AppId> managed_apps;  ///< sorted
};
/// Whatever its age: the caller checks the bounds. Absent for an unknown hash.
[[nodiscard]] std::optional<SessionAndUser> find_by_token_hash(sql::Connection& connection,
                                                               ByteView token_hash);
[[nodiscard]] std::optional<Session> find(sql::Connection& connection, const SessionId& id);
/// A user's sessions, newest first.
[[nodiscard]] std::vector<Session> list(sql::Connection& connection, const UserId& user);
/// Replaces token, sign-in time, bounds and means of the stored session of that id; false when it is gone.
bool renew(sql::Connection& connection, const Session& session, ByteView token_hash);
void touch(sql::Connection& connection, const SessionId& id, Time now);
/// Ends the session and with it all its grants and refresh tokens.
bool remove(sql::Connection& connection, const SessionId& id);
std::int64_t remove_all_of(sql::Connection& connection, const UserId& user);
/// All but one.
std::int64_t remove_others_of(sql::Connection& connection, const UserId& user, const SessionId& kept);
/// Removes at most `limit` sessions that ended before `now` by either bound.
std::int64_t remove_expired(sql::Connection& connection, Time now, std::chrono::seconds idle,
                            std::size_t limit);

}  // namespace gatehouse::server::sessions
