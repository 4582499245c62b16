// SPDX-License-Identifier: Apache-2.0
#include "server/access/cross_origin.h"

#include "server/storage/app_origins.h"

namespace gatehouse::server {
namespace {

/// Absent when there is none, or more than the one that a browser sends.
std::optional<std::string_view> origin_of(const http::Request& request) {
  return request.headers.count("Origin") == 1 ? request.header("Origin") : std::nullopt;
}

}  // namespace

void allow_origin_of(http::Response& response, const http::Request& request, const App& app) {
  const auto origin = origin_of(request);
  if (!origin || !app_origins::belongs_to(app, *origin)) return;
  response.headers.set("Access-Control-Allow-Origin", *origin);
  response.headers.set("Vary", "Origin");
}

void allow_registered_origin(http::Response& response, const http::Request& request,
                             sql::Database& database) {
  response.headers.set("Vary", "Origin");
  const auto origin = origin_of(request);
  const bool known = origin && database.read([&](sql::Connection& connection) {
    return app_origins::exists(connection, *origin);
  });
  if (known) response.headers.set("Access-Control-Allow-Origin", *origin);
}

Route preflight_route(sql::Database& database, std::string path, std::string methods) {
  return {.method = http::Method::options,
          .path = std::move(path),
          .access = Access::anyone(),
          .summary = "Preflight for pages of registered apps",
          .handle = [&database, methods = std::move(methods)](const Call& call) {
            auto response = http::no_content();
            allow_registered_origin(response, call.request, database);
            if (!response.headers.find("Access-Control-Allow-Origin")) return response;
            response.headers.set("Access-Control-Allow-Methods", methods);
            response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
            response.headers.set("Access-Control-Max-Age", "600");
            return response;
          }};
}

}  // namespace gatehouse::server
