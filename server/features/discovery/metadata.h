// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace gatehouse::server {

/// What this provider can do, as JSON (OpenID Connect Discovery, section 3; RFC 8414, section 2): exactly
/// what works.
[[nodiscard]] std::string provider_metadata(const std::string& issuer);

}  // namespace gatehouse::server
