// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <gatehouse/app.h>
#include <gatehouse/token.h>

using gatehouse::Request;
using gatehouse::Response;

int main() {
  const gatehouse::SecretKey secret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";
  auto app = gatehouse::create_app({
      .schema = gatehouse::AppSchema::from_text(R"({"id": "orders"})"),
      .secret_key = secret,
  });
  app.get("/whoami", [](Request& req, Response& res) { res.json({{"id", req.user().id}}); });

  const auto port = app.start();
  const auto url = "http://127.0.0.1:" + std::to_string(port) + "/whoami";
  const auto token =
      gatehouse::TokenSigner({.app_id = "orders", .secret_key = secret}).sign({.user = {.id = "usr_1"}});
  const auto refused = gatehouse::fetch(url);
  const auto answered = gatehouse::fetch(url, {.headers = {{"Authorization", "Bearer " + token}}});
  app.stop();
  const bool right = refused.status() == 401 && answered.json().at("id").as_string() == "usr_1";
  std::puts(right ? "ok" : "wrong");
  return right ? 0 : 1;
}
