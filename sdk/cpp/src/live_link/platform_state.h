// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::sdk {

/// Everything unexpired that bears on an app's tokens, up to one position: where an app starts.
struct PlatformState {
  struct Revoked {
    bool is_session = false;  ///< else a user
    std::string id;
    std::int64_t position = 0, expires = 0;
  };
  struct Roles {
    std::string user_id;
    std::vector<std::string> roles;
    std::int64_t position = 0, expires = 0;
  };
  std::int64_t issued_at = 0;  ///< second
  std::int64_t position = 0;
  std::int64_t app_epoch = 0;  ///< position; 0: none
  std::string policy;          ///< the signed bundle, not yet verified; empty: none
  std::vector<std::string> withdrawn_kids;
  std::vector<Revoked> revoked;
  std::vector<Roles> roles;
};

/// Reads the payload of a state whose signature holds; absent when it is not what it should be, or for
/// another issuer or app.
[[nodiscard]] std::optional<PlatformState> read_platform_state(std::string_view payload,
                                                               std::string_view issuer,
                                                               std::string_view app_id);

}  // namespace gatehouse::sdk
