// SPDX-License-Identifier: Apache-2.0
//
// A small app behind Gatehouse. It keeps its orders in its own SQLite database; who calls, and what they may
// do here, comes from the token that the platform gave them.
#include <cstdio>
#include <gatehouse/app.h>
#include <gatehouse/data_source.h>

#include "examples/orders/orders.h"
#include "examples/orders/page.h"

using gatehouse::find_env;
using gatehouse::public_route;
using gatehouse::Request;
using gatehouse::require_permissions;
using gatehouse::Response;

namespace {

gatehouse::AppSchema schema() {
  const gatehouse::Json document{{"id", find_env("APP_ID").value_or("orders")}, {"name", "Orders"}};
  return gatehouse::AppSchema::from_text(document.to_text());
}

// guide: post-auth
/// Asks another service, after the token was verified and before every route, whether the user may come in.
gatehouse::Middleware ask_status_service(const std::string& status_url) {
  return [status_url](Request& req, Response& res, gatehouse::Next next) {
    bool success = false;
    try {
      const auto answer = gatehouse::fetch(status_url + "/users/" + req.user().id + "/status");
      if (!answer.ok()) throw gatehouse::FetchError("status " + std::to_string(answer.status()));
      const auto body = answer.json();
      const auto* member = body.find("success");
      success = member != nullptr && *member == gatehouse::Json(true);
    } catch (const std::exception&) {
      return res.status(500).json({{"error", "Failed to validate user with external service"}});
    }
    if (!success) return res.status(403).json({{"error", "User not authorized by external service"}});
    next();
  };
}
// guide: end

gatehouse::AppOptions options() {
  gatehouse::AppOptions options{
      .schema = schema(),
      .secret_key = gatehouse::require_env("SECRET_KEY"),
      .platform_url = find_env("GATEHOUSE_URL").value_or(""),
  };
  if (const auto status_url = find_env("STATUS_URL")) {
    options.post_auth_middleware = ask_status_service(*status_url);
  }
  return options;
}

void add_page(gatehouse::App& app) {
  const auto send = [](std::string_view file, std::string_view type) {
    return [file, type](Request&, Response& res) {
      res.set("Content-Security-Policy",
              "default-src 'self'; img-src data:; frame-ancestors 'none'; base-uri 'none'");
      res.send(std::string(file), type);
    };
  };
  const auto& index = find_env("GATEHOUSE_URL") ? orders::kIndexHtml : orders::kIndexHtmlWithoutPlatform;
  app.get("/", send(index, "text/html; charset=utf-8"), public_route);
  app.get("/page.css", send(orders::kPageCss, "text/css; charset=utf-8"), public_route);
  app.get("/page.js", send(orders::kPageJs, "text/javascript; charset=utf-8"), public_route);
}

// guide: routes
void add_routes(gatehouse::App& app) {
  app.get(
      "/health",
      [](Request&, Response& res) {
        res.json({{"status", "ok"}});
      },
      public_route);

  app.get("/whoami", [](Request& req, Response& res) {
    const auto& user = req.user();
    res.json({{"id", user.id},
              {"email", user.email},
              {"name", user.name},
              {"roles", user.roles},
              {"permissions", user.permissions}});
  });

  app.get("/orders",
          [](Request& req, Response& res) { res.json(orders::list_orders(req.data_source("main"))); });

  app.get("/reports", require_permissions({"reports:read"}),
          [](Request& req, Response& res) { res.json(orders::list_turnover(req.data_source("main"))); });

  app.del("/orders/{id}", require_permissions({"orders:delete"}), [](Request& req, Response& res) {
    if (!orders::remove_order(req.data_source("main"), req.param("id"))) {
      return res.status(404).json({{"error", "No such order"}});
    }
    res.json({{"deleted", req.param("id")}});
  });
}
// guide: end

}  // namespace

int main() {
  try {
    auto app = gatehouse::create_app(options());
    app.register_data_sources(orders::open_databases());
    add_page(app);
    add_routes(app);
    app.serve_metrics();
    app.listen();
  } catch (const gatehouse::StartError& error) {
    std::fprintf(stderr, "example_orders can't start: %s\n", error.what());
    return 1;
  }
}
