// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "server/model/signal_event.h"

/// The log of events that apps follow. Triggers of the schema write most of it (the migration of signals). As
/// in storage/users.h.
namespace gatehouse::server::signal_events {

/// Of the last event; 0 when there was none yet. Read in the transaction that decides something, it says
/// which events that decision has seen.
[[nodiscard]] std::int64_t load_position(sql::Connection& connection);

/// Moves positions on to the present time in microseconds, where they are not beyond it already; nobody is
/// told. Once a process does so before it writes anything, positions never come twice: a platform that was
/// restored from a backup goes on behind all that was told before, though it no longer knows of it.
void begin_run(sql::Connection& connection, Time now);

/// An event that no table shows: about an app's every token, a stream or a key.
void append_for_app(sql::Connection& connection, SignalKind kind, const AppId& app);
/// About what one user has in an app, whichever session.
void append_for_user(sql::Connection& connection, SignalKind kind, const AppId& app, const UserId& user);
void append_for_all(sql::Connection& connection, SignalKind kind, const std::string& detail);
void append_for_stream(sql::Connection& connection, SignalKind kind, const AppId& app, const StreamId& stream,
                       const std::string& detail);

/// Whom a transaction's events concern; nothing when it has none.
struct Audience {
  bool every_app = false;
  std::vector<AppId> apps;
};
/// Ends what the running transaction has written to the log: the last thing before its commit.
[[nodiscard]] std::optional<Audience> seal(sql::Connection& connection, Time now);

/// Runs `work` without a word to anybody, for removing what has ended by time anyway.
void quietly(sql::Connection& connection, const std::function<void()>& work);

/// What one stream is to be told.
struct Wanted {
  AppId app;
  StreamId stream;
  std::vector<SignalKind> kinds;
};
/// In order, those after a position.
[[nodiscard]] std::vector<SignalEvent> list(sql::Connection& connection, const Wanted& wanted,
                                            std::int64_t after, std::size_t limit);

/// The events that still say something about an app's tokens, the last one for each session, user and
/// member, in order.
[[nodiscard]] std::vector<SignalEvent> list_in_force(sql::Connection& connection, const AppId& app, Time now);

/// What a token of an app says of itself.
struct Decision {
  AppId app;
  UserId user;
  SessionId session;                     ///< empty where no session stands behind it
  std::optional<std::int64_t> position;  ///< of the log when it was decided
  Time issued_at{};                      ///< counts where there is no position
};
/// Whether an event since then says that it is dead, as the app's verifiers judge it (sdk/cpp/src/live_link).
[[nodiscard]] bool ended(sql::Connection& connection, const Decision& decision);

/// The newest stays, so that positions go on from it.
std::int64_t remove_expired(sql::Connection& connection, Time now, std::size_t limit);

}  // namespace gatehouse::server::signal_events
