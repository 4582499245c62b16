// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "core/base/clock.h"
#include "core/crypto/sealing_key.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/issuance/app_token_issuer.h"

namespace gatehouse::server {

/// An app token for a member without a sign-in, for tests and for the command line. It has no session, so
/// ending one does not end it.
struct IssueToken {
  const Clock& clock;
  sql::Database& database;
  const crypto::SealingKey& sealing_key;
  const AppTokenIssuer& app_tokens;

  /// `lifetime` absent: the app's own.
  Result<IssuedToken, NotAdmitted> operator()(const Call& call, const AppId& app, const UserId& user,
                                              std::optional<std::chrono::seconds> lifetime) const;
};

Route issue_token_route(IssueToken issue);

}  // namespace gatehouse::server
