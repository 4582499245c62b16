// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/remove_what_has_ended.h"

#include "server/features/authorize/reauthentication.h"
#include "server/issuance/app_token_issuer.h"
#include "server/storage/account_links.h"
#include "server/storage/account_requests.h"
#include "server/storage/app_policies.h"
#include "server/storage/client_assertions.h"
#include "server/storage/device_requests.h"
#include "server/storage/grants.h"
#include "server/storage/guess_counts.h"
#include "server/storage/invitations.h"
#include "server/storage/mails.h"
#include "server/storage/pushed_requests.h"
#include "server/storage/refresh_tokens.h"
#include "server/storage/sessions.h"
#include "server/storage/signal_events.h"
#include "server/storage/signal_streams.h"
#include "server/storage/user_imports.h"

namespace gatehouse::server {
namespace {

/// How long it is told what became of a mail.
constexpr std::chrono::days kFinishedMailsKept{30};
/// After so long no token of an app's former algorithm is valid.
constexpr std::chrono::seconds kChangeOfAlgorithm =
    AppTokenIssuer::kHearsWithin + kMostTokenLifetime + std::chrono::seconds(120);
/// How long a stream is kept that nobody polls.
constexpr std::chrono::hours kStreamsKept{1};
/// How long ended invitations are shown.
constexpr std::chrono::days kEndedInvitationsKept{90};

}  // namespace

void remove_what_has_ended(sql::Database& database, Time now, std::chrono::seconds idle) {
  // Looked for by a reader: they are few among many, and the writer has better things to do.
  const auto spent = database.read([&](sql::Connection& connection) {
    return grants::list_spent(connection, now - 2 * kMostTokenLifetime, kRowsRemovedAtOnce);
  });
  database.write([&](sql::Connection& connection) {
    signal_events::quietly(connection, [&] {
      sessions::remove_expired(connection, now, idle, kRowsRemovedAtOnce);
      for (const auto& id : spent) grants::remove(connection, id);
    });
    // A used code is kept for a while, so that its reuse is seen for what it is.
    grants::remove_expired_codes(connection, now - std::chrono::hours(1), kRowsRemovedAtOnce);
    refresh_tokens::remove_expired(connection, now, kRowsRemovedAtOnce);
    client_assertions::remove_expired(connection, now, kRowsRemovedAtOnce);
    device_requests::remove_expired(connection, now - std::chrono::hours(1), kRowsRemovedAtOnce);
    // Who began in time may be signing in still.
    pushed_requests::remove_expired(connection, now - Reauthentication::kLifetime, kRowsRemovedAtOnce);
    account_links::remove_expired(connection, now, kRowsRemovedAtOnce);
    guess_counts::remove_empty(connection, now, 10 * kRowsRemovedAtOnce);
    account_requests::remove_done(connection, now - 2 * mails::kLimitSpan, kRowsRemovedAtOnce);
    user_imports::remove_old(connection, now - user_imports::kKept, kRowsRemovedAtOnce);
    invitations::remove_ended(connection, now - kEndedInvitationsKept, kRowsRemovedAtOnce);
    mails::give_up_useless(connection, now);
    mails::remove_finished(connection, now - kFinishedMailsKept, kRowsRemovedAtOnce);
    app_policies::end_changes(connection, now - kChangeOfAlgorithm);
    signal_events::remove_expired(connection, now, kRowsRemovedAtOnce);
    signal_streams::remove_inactive(connection, now - kStreamsKept, kRowsRemovedAtOnce);
  });
}

}  // namespace gatehouse::server
