// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/token/algorithm.h"
#include "core/token/verified_token.h"

namespace gatehouse::sdk {

/// What the platform lets an app accept, and what its roles may do there; changed without a new token and
/// without a new configuration.
struct Policy {
  std::int64_t version = 0;
  std::vector<token::Algorithm> algorithms;
  std::int64_t issued_after = 0;  ///< second; 0: no such rule
  std::vector<std::string> required_claims;
  std::map<std::string, std::vector<std::string>, std::less<>> role_permissions;
  /// Names of secret keys that were retired, each with the second from which it counts no more.
  std::map<std::string, std::int64_t, std::less<>> retired_secrets;

  /// The union over the roles, in order and each once.
  [[nodiscard]] std::vector<std::string> permissions_of(const std::vector<std::string>& roles) const;
  [[nodiscard]] bool is_retired(std::string_view kid, std::int64_t now) const;
  /// Why that token is refused, as a stable code; empty when it is not.
  [[nodiscard]] std::string_view refusal_of(const token::VerifiedToken& token) const;
};

/// Absent when a member is missing or of the wrong type, or no algorithm is one that we know.
[[nodiscard]] std::optional<Policy> read_policy(const token::VerifiedJwt& bundle);

}  // namespace gatehouse::sdk
