// SPDX-License-Identifier: Apache-2.0
#include "server/session/token_standing.h"

#include <algorithm>

#include "server/storage/app_policies.h"
#include "server/storage/grants.h"
#include "server/storage/members.h"
#include "server/storage/signal_events.h"
#include "server/storage/users.h"

namespace gatehouse::server {

namespace {

UserId user_of(const token::VerifiedToken& token) {
  return UserId(std::string(token.user_id()));
}

SessionId session_of(const token::VerifiedToken& token) {
  return SessionId(std::string(token.session_id()));
}

bool fits(const app_policies::AppPolicy& policy, const token::VerifiedToken& token) {
  if (policy.issued_after != 0) {
    const auto issued_at = token.issued_at();
    if (!issued_at || to_unix_seconds(*issued_at) < policy.issued_after) return false;
  }
  return std::ranges::all_of(policy.required_claims,
                             [&](const std::string& claim) { return token.find(claim).has_value(); });
}

}  // namespace

bool passes_at_apps(sql::Connection& connection, const AppId& app, const token::VerifiedToken& token) {
  const auto policy = app_policies::find(connection, app);
  return policy && fits(*policy, token) &&
         !signal_events::ended(connection, {.app = app,
                                            .user = user_of(token),
                                            .session = session_of(token),
                                            .position = token.position(),
                                            .issued_at = token.issued_at().value_or(Time())});
}

std::optional<TokenStanding> find_token_standing(sql::Connection& connection, const SessionBounds& bounds,
                                                 Time now, const AppId& app_id,
                                                 const token::VerifiedToken& token) {
  const auto user_id = user_of(token);
  const auto session_id = session_of(token);
  if (!passes_at_apps(connection, app_id, token)) return std::nullopt;
  const auto session = sessions::find(connection, session_id);
  if (!session || session->user_id != user_id || !bounds.hold(*session, now)) return std::nullopt;
  auto authority = members::find_authority(connection, app_id, user_id);
  if (!authority) return std::nullopt;
  auto grants = grants::list(connection, app_id, session_id);
  if (grants.empty()) return std::nullopt;
  auto user = users::find(connection, user_id);
  if (!user || user->is_disabled()) return std::nullopt;
  return TokenStanding{std::move(*user), std::move(*authority), std::move(grants)};
}

}  // namespace gatehouse::server
