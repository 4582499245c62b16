// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gatehouse::server {

/// Which addresses the platform may call when somebody else chose the name: public ones, and those of
/// `allowed` (addresses and CIDR ranges). So nobody makes it knock at the doors of its own network.
[[nodiscard]] std::function<bool(const std::string& address)> make_outbound_policy(
    const std::vector<std::string>& allowed);

}  // namespace gatehouse::server
