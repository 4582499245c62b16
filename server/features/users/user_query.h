// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "core/base/result.h"
#include "core/http/form.h"
#include "server/access/route.h"
#include "server/storage/user_list.h"

namespace gatehouse::server {

/// How lists of users are searched, filtered and sorted by query parameters.
[[nodiscard]] std::vector<QueryParameter> user_query_parameters();
/// The error is the 422 to answer with.
[[nodiscard]] Result<user_list::Request, http::Response> parse_user_query(const http::FormParameters& query);
[[nodiscard]] http::Response bad_cursor();

}  // namespace gatehouse::server
