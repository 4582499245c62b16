// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/http/form.h"
#include "server/access/route.h"
#include "server/storage/page.h"

namespace gatehouse::server {

inline constexpr std::size_t kMostPageItems = 500;

/// The query's parameters when all are among the route's, each once. The error is the 422 to answer with.
[[nodiscard]] Result<http::FormParameters, http::Response> parse_query(
    const http::Request& request, const std::vector<QueryParameter>& allowed);

/// `limit` (1 to 500, default 50) and `cursor` of a list call.
[[nodiscard]] Result<PageRequest, http::Response> parse_page(const http::FormParameters& query);

/// What every list route takes, to be named in its Route::query.
[[nodiscard]] std::vector<QueryParameter> page_parameters(std::vector<QueryParameter> more = {});

/// The ETag of a versioned thing: `"v7"`.
[[nodiscard]] std::string version_etag(std::int64_t version);
/// 412 when the request carries an If-Match that doesn't name this version; absent when it may go on (RFC
/// 9110, section 13.1.1).
[[nodiscard]] std::optional<http::Response> refuse_stale(const http::Request& request, std::int64_t version);
/// 409 for the writer who lost a race without If-Match.
[[nodiscard]] http::Response changed_meanwhile();

}  // namespace gatehouse::server
