// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// As refuse_stale() of paging.h, for what has no version of its own but another ETag.
[[nodiscard]] std::optional<http::Response> refuse_other_than(const http::Request& request,
                                                              std::string_view etag);

}  // namespace gatehouse::server
