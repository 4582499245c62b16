// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/http/request.h"
#include "core/http/response.h"
#include "core/sql/database.h"
#include "server/access/route.h"
#include "server/model/app.h"

namespace gatehouse::server {

/// Lets a page of the app read the answer, when it is one that asks: the origin of the base URL or of a
/// redirect URI. Never with credentials, never `*`.
void allow_origin_of(http::Response& response, const http::Request& request, const App& app);

/// The same for a document that is no single app's: pages of any registered app may read it.
void allow_registered_origin(http::Response& response, const http::Request& request, sql::Database& database);

/// The preflight of an endpoint that apps call with `Authorization`; answers origins of registered apps only.
[[nodiscard]] Route preflight_route(sql::Database& database, std::string path, std::string methods);

}  // namespace gatehouse::server
