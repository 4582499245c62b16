// SPDX-License-Identifier: Apache-2.0
// guide: first-app
#include <cstdio>
#include <gatehouse/app.h>

using gatehouse::Request;
using gatehouse::Response;

int main() {
  try {
    auto app = gatehouse::create_app({
        .schema = gatehouse::AppSchema::from_file("kottster-app.json"),  // {"id": "orders", "name": "Orders"}
        .secret_key = gatehouse::require_env("SECRET_KEY"),
        .platform_url = gatehouse::find_env("GATEHOUSE_URL").value_or(""),
    });

    app.get(
        "/health",
        [](Request&, Response& res) {
          res.json({{"status", "ok"}});
        },
        gatehouse::public_route);
    app.get("/hello", [](Request& req, Response& res) { res.json({{"hello", req.user().name}}); });

    app.listen();  // HOST and PORT of the environment, else 127.0.0.1:3000; until SIGTERM
  } catch (const gatehouse::StartError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
// guide: end
