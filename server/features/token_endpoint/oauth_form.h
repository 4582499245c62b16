// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/http/form.h"
#include "core/http/request.h"
#include "server/features/token_endpoint/oauth_error.h"

namespace gatehouse::server {

/// The body's parameters, each at most once (RFC 6749, section 3.2). The query is not looked at: a secret
/// there would be in every log.
[[nodiscard]] Result<http::FormParameters, OAuthError> parse_oauth_form(const http::Request& request);

}  // namespace gatehouse::server
