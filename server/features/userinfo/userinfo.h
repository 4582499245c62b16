// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/issuance/app_token_reader.h"
#include "server/issuance/platform_keys.h"
#include "server/session/token_standing.h"

namespace gatehouse::server {

/// The UserInfo endpoint (OpenID Connect Core, section 5.3): what an app token's scopes tell about its user,
/// as long as the session lives; as JSON, or signed where the app wants that (section 5.3.2).
struct UserInfo {
  const Clock& clock;
  sql::Database& database;
  const AppTokenReader& app_tokens;
  SessionBounds bounds;
  PlatformKeys& keys;
  std::string issuer;

  http::Response operator()(const Call& call) const;

 private:
  [[nodiscard]] http::Response answer(const App& app, const TokenStanding& standing,
                                      std::string_view scope) const;
  [[nodiscard]] std::optional<TokenStanding> find_standing(const ReadAppToken& read) const;
};

}  // namespace gatehouse::server
