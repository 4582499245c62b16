// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "core/http/request.h"
#include "core/http/response.h"

namespace gatehouse::http {

/// Answers one request; runs on a fiber, may wait (core/net/fiber.h), and may throw: the network layer turns
/// an exception into a 500 that says nothing of its cause.
using Handler = std::function<Response(const Request&)>;

}  // namespace gatehouse::http
