// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// What an app got when a user signed in to it: authorization codes and refresh tokens belong to one grant,
/// and end with it.
struct Grant {
  GrantId id;
  AppId app_id;
  UserId user_id;
  SessionId session_id;
  std::string scope;  ///< space separated
  Time created_at{};
  /// The apps whose tokens it was exchanged for, first to last: it ends with what they got. Empty for a
  /// sign-in.
  std::vector<AppId> exchanged_from;
};

/// One authorization code as asked for; the code itself is stored as its hash (RFC 6749, section 4.1.2).
struct AuthorizationCode {
  Grant grant;
  std::string redirect_uri;
  std::string code_challenge;  ///< S256; empty when the client was exempted
  std::string nonce;
  Time expires_at{};
};

}  // namespace gatehouse::server
