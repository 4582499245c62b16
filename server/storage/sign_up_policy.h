// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/connection.h"

namespace gatehouse::server {

/// Who may make an account of their own. Kept with the platform's settings; off until somebody switches it
/// on.
struct SignUpPolicy {
  enum class Mode {
    off,
    open,      ///< anybody with a mailbox
    domain,    ///< anybody with a mailbox in one of the domains
    approval,  ///< anybody, but an administrator enables the account
  };
  Mode mode = Mode::off;
  std::vector<std::string> domains;  ///< lower case; of `domain` alone

  [[nodiscard]] bool admits(std::string_view canonical_email) const;
};

[[nodiscard]] std::string_view to_text(SignUpPolicy::Mode mode);
[[nodiscard]] std::optional<SignUpPolicy::Mode> parse_sign_up_mode(std::string_view text);

[[nodiscard]] SignUpPolicy load_sign_up_policy(sql::Connection& connection);
void store_sign_up_policy(sql::Connection& connection, const SignUpPolicy& policy);

}  // namespace gatehouse::server
