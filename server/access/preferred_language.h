// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/http/request.h"

namespace gatehouse::server {

/// The language that a browser prefers, such as `de`; empty where it doesn't say.
[[nodiscard]] std::string preferred_language(const http::Request& request);

}  // namespace gatehouse::server
