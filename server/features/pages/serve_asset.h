// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// A file that pages load, by the request's path: the smallest form that the browser takes, 304 when it has
/// it already. An unknown path is 404.
[[nodiscard]] http::Response serve_asset(const http::Request& request);

}  // namespace gatehouse::server
