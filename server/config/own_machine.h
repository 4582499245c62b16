// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::server {

/// What is sent to that host never leaves this machine.
[[nodiscard]] inline bool is_own_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

}  // namespace gatehouse::server
