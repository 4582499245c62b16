// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/http/request.h"

namespace gatehouse::server {

enum class BearerFault { missing, malformed, sent_twice };

/// The token in the Authorization header, or in a form body's `access_token` (RFC 6750, sections 2.1 and
/// 2.2). The query is not looked at.
[[nodiscard]] Result<std::string, BearerFault> find_bearer_token(const http::Request& request);

}  // namespace gatehouse::server
