// SPDX-License-Identifier: Apache-2.0
#include "server/features/health/mount.h"

namespace gatehouse::server {
namespace {

http::Response status_answer(int status, const char* text) {
  auto response = http::json_response(status, std::string(R"({"status":")") + text + "\"}");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

bool is_reachable(sql::Database& database) {
  try {
    database.read(
        [](sql::Connection& connection) { (void)connection.query("select 1 from settings limit 1"); });
    return true;
  } catch (const sql::Error&) {
    return false;
  }
}

}  // namespace

void mount_health(Routes& routes, sql::Database& database, std::function<bool()> is_draining,
                  std::function<std::string()> metrics) {
  routes.push_back({.method = http::Method::get,
                    .path = "/healthz",
                    .access = Access::anyone(),
                    .summary = "The process is alive",
                    .handle = [](const Call&) { return status_answer(200, "ok"); }});
  routes.push_back({.method = http::Method::get,
                    .path = "/readyz",
                    .access = Access::anyone(),
                    .summary = "The platform is ready to serve",
                    .handle = [&database, is_draining](const Call&) {
                      if (is_draining()) return status_answer(503, "draining");
                      return is_reachable(database) ? status_answer(200, "ready")
                                                    : status_answer(503, "database_unreachable");
                    }});
  routes.push_back({.method = http::Method::get,
                    .path = "/metrics",
                    .access = Access::requires_permission(PlatformPermission::view_metrics),
                    .summary = "Counters and gauges in Prometheus's text format",
                    .handle = [metrics](const Call&) {
                      auto response = http::text_response(200, metrics());
                      response.headers.set("Content-Type", "text/plain; version=0.0.4");
                      response.headers.set("Cache-Control", "no-store");
                      return response;
                    }});
}

}  // namespace gatehouse::server
