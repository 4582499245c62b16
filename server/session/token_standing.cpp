// SPDX-License-Identifier: Apache-2.0
#include "server/session/token_standing.h"

#include "server/storage/grants.h"
#include "server/storage/members.h"
#include "server/storage/users.h"

namespace gatehouse::server {

std::optional<TokenStanding> find_token_standing(sql::Connection& connection, const SessionBounds& bounds,
                                                 Time now, const AppId& app_id, const UserId& user_id,
                                                 const SessionId& session_id) {
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
