// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::server {

/// The `claims` parameter (OpenID Connect Core, section 5.5). A claim that is asked for by itself is granted,
/// and agreed to, with the scope that it belongs to; one that nobody has is left out, as that section says.
struct ClaimsRequest {
  std::string scope;                       ///< that the claims belong to
  std::string subject;                     ///< the only user that will do; empty: any
  std::vector<std::string> essential_acr;  ///< one of these is demanded; empty: none
};

/// Absent for what is no such JSON.
[[nodiscard]] std::optional<ClaimsRequest> parse_claims_request(std::string_view json);

}  // namespace gatehouse::server
