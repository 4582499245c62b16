// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "server/access/route.h"

namespace gatehouse::server {

/// The problems that a route of the API may answer with: those that follow from who may call it and what it
/// takes, and those that it names itself. Without those of a platform in trouble (5xx).
[[nodiscard]] std::vector<ProblemCode> problems_of(const Route& route);

}  // namespace gatehouse::server
