// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/base/log.h"
#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::server {

/// The answer of `dispatch`; where the database can't answer now, 503 instead. What is a bug goes on as an
/// exception.
[[nodiscard]] http::Response answer_or_explain(Logger& log, const http::Request& request,
                                               const std::function<http::Response()>& dispatch);

}  // namespace gatehouse::server
