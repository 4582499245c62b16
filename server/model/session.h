// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "core/base/clock.h"
#include "server/model/ids.h"

namespace gatehouse::server {

/// One sign-in of one user in one browser or device. The cookie's value is not part of it; its hash alone is
/// stored.
struct Session {
  SessionId id;
  UserId user_id;
  Time created_at;
  Time last_seen_at;
  Time expires_at;               ///< absolute end
  Time authenticated_at;         ///< `auth_time`
  std::vector<std::string> amr;  ///< RFC 8176: how the user signed in
  std::string client_address;
  std::string user_agent;  ///< at most 300 bytes
};

}  // namespace gatehouse::server
