// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/net/http_client.h"

namespace gatehouse::server {

/// Which addresses the platform may call when somebody else chose the name: public ones, and those of
/// `allowed` (addresses and CIDR ranges). So nobody makes it knock at the doors of its own network.
[[nodiscard]] std::function<bool(const std::string& address)> make_outbound_policy(
    const std::vector<std::string>& allowed);

/// The same outcome; where that policy refused the address, the failure names the setting that would allow
/// it.
[[nodiscard]] Result<net::ClientResponse, net::ClientFailure> with_setting_named(
    Result<net::ClientResponse, net::ClientFailure> outcome);

}  // namespace gatehouse::server
