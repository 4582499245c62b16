// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/access/route.h"

namespace gatehouse::server {

/// Describes the JSON API by OpenAPI 3.1, from the table of routes itself. Operator routes are left out: the
/// network has none.
[[nodiscard]] std::string describe_api(const Routes& routes, const std::string& public_url);

/// `/api/v1/openapi.json` for the routes mounted so far.
void mount_openapi(Routes& routes, const std::string& public_url);

}  // namespace gatehouse::server
