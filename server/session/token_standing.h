// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sql/connection.h"
#include "core/token/verified_token.h"
#include "server/model/grant.h"
#include "server/model/role.h"
#include "server/model/user.h"
#include "server/session/session_service.h"

namespace gatehouse::server {

/// What stands behind an app token that was issued for a session, as of now.
struct TokenStanding {
  User user;
  Authority authority;
  std::vector<Grant> grants;  ///< of the app in this session; never empty
};

/// Whether connected apps let the token pass by now: no event ended it, and the app's policy takes it. The
/// platform says the same as they do.
[[nodiscard]] bool passes_at_apps(sql::Connection& connection, const AppId& app,
                                  const token::VerifiedToken& token);

/// Absent when apps refuse it, the session ended, the user is disabled or gone or no member any more, or the
/// app holds nothing from this sign-in. So a token that an app made up by itself tells it nothing about
/// people who never entered.
[[nodiscard]] std::optional<TokenStanding> find_token_standing(sql::Connection& connection,
                                                               const SessionBounds& bounds, Time now,
                                                               const AppId& app,
                                                               const token::VerifiedToken& token);

}  // namespace gatehouse::server
