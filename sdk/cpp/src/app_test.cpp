// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/app.h"

#include <gtest/gtest.h>

#include "core/net/testing/raw_client.h"
#include "gatehouse/token.h"

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";

std::string sign(const User& user, const std::string& app = "orders", const char* secret = kSecret) {
  return TokenSigner({.app_id = app, .secret_key = secret})
      .sign({.user = user, .issuer = "https://auth.example.com"});
}

AppOptions options() {
  return {.schema = AppSchema::from_text(R"({"id":"orders","name":"Orders"})"), .secret_key = kSecret};
}

TestRequest request(const std::string& target, const std::string& token) {
  return {.target = target, .headers = {{"Authorization", "Bearer " + token}}};
}

TEST(App, UserComesFromTheToken) {
  auto app = create_app(options());
  app.get("/whoami", [](Request& req, Response& res) {
    const auto& user = req.user();
    res.json({{"id", user.id}, {"email", user.email}, {"roles", user.roles}, {"session", user.session_id}});
  });
  const auto token = sign({.id = "u1", .email = "a@example.com", .roles = {"clerk"}, .session_id = "s1"});
  const auto response = app.handle(request("/whoami", token));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, R"({"id":"u1","email":"a@example.com","roles":["clerk"],"session":"s1"})");
  EXPECT_EQ(app.handle({.target = "/whoami", .headers = {{"Cookie", "jwtToken=" + token}}}).status, 200);
}

TEST(App, TokenSeenBeforeEndsToTheSecond) {
  std::chrono::sys_seconds now{1'795'428'900s};
  auto with_clock = options();
  with_clock.clock = [&] { return now; };
  auto app = create_app(std::move(with_clock));
  app.get("/whoami", [](Request& req, Response& res) { res.json({{"id", req.user().id}}); });
  const TokenSigner signer({.app_id = "orders", .secret_key = kSecret, .clock = [&] { return now; }});
  const auto get = request("/whoami", signer.sign({.user = {.id = "u1"}}));
  const auto status_after = [&](std::chrono::seconds passed) {
    now = std::chrono::sys_seconds(1'795'428'900s + passed);
    return app.handle(get).status;
  };
  EXPECT_EQ(status_after(0s), 200);
  EXPECT_EQ(status_after(899s), 200);
  EXPECT_EQ(status_after(930s), 200) << "the leeway";
  EXPECT_EQ(status_after(931s), 401);
  EXPECT_EQ(status_after(899s), 200);
  EXPECT_EQ(status_after(-31s), 401) << "not yet valid";
}

TEST(App, ReasonOfARefusalGoesToTheCallbackAndNotToTheCaller) {
  std::vector<std::string> codes;
  auto with_callback = options();
  with_callback.on_event = [&](const AppEvent& event) { codes.push_back(event.code); };
  auto app = create_app(std::move(with_callback));
  const auto foreign = app.handle(request("/", sign({.id = "u1"}, "billing")));
  const auto forged =
      app.handle(request("/", sign({.id = "u1"}, "orders", "another-secret-0123456789-abcdefg")));
  const auto rubbish = app.handle(request("/", "rubbish"));
  EXPECT_EQ(codes, (std::vector<std::string>{"wrong_app", "signature_invalid", "malformed_token"}));
  for (const auto& response : {foreign, forged, rubbish}) {
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, R"({"error":"Invalid or expired token"})");
    EXPECT_EQ(response.header("www-authenticate"), "Bearer error=\"invalid_token\"");
  }
}

TEST(App, ParametersQueryAndBodyReachTheHandler) {
  auto app = create_app(options());
  app.put("/orders/{id}", [](Request& req, Response& res) {
    res.json({{"id", req.param("id")}, {"q", req.query("q").value_or("none")}, {"body", req.json()}});
  });
  auto put = request("/orders/a%20b?q=1%2B1", sign({.id = "u1"}));
  put.method = "PUT";
  put.headers.emplace_back("Content-Type", "application/json");
  put.body = "[1]";
  EXPECT_EQ(app.handle(put).body, R"({"id":"a b","q":"1+1","body":[1]})");
}

TEST(App, AllThatIsWrongIsSaidAtOnceWithTheMend) {
  try {
    create_app(
        {.secret_key = "short", .platform_url = "auth.example.com", .base_url = "x/y", .leeway = 500s});
    FAIL();
  } catch (const StartError& error) {
    const std::string text = error.what();
    for (const auto* setting : {"schema", "secret_key", "platform_url", "base_url", "leeway"}) {
      EXPECT_NE(text.find(std::string(setting) + ": "), text.npos) << text;
    }
    EXPECT_EQ(text.find("short\""), text.npos);
  }
}

TEST(App, ServesRealConnectionsAndDrains) {
  auto app = create_app(options());
  app.get(
      "/health",
      [](Request&, Response& res) {
        res.json({{"status", "ok"}});
      },
      public_route);
  app.get("/slow", [](Request& req, Response& res) { res.json({{"id", req.user().id}}); });
  const auto url = "http://127.0.0.1:" + std::to_string(app.start());
  EXPECT_EQ(fetch(url + "/health").json().at("status").as_string(), "ok");
  EXPECT_EQ(fetch(url + "/slow").status(), 401);
  const FetchOptions signed_in{.headers = {{"Authorization", "Bearer " + sign({.id = "u1"})}}};
  EXPECT_EQ(fetch(url + "/slow", signed_in).json().at("id").as_string(), "u1");
  app.stop();
  EXPECT_THROW(fetch(url + "/health"), FetchError);
}

TEST(App, NoSpellingOfARequestGetsPastTheGuard) {
  int entered = 0;
  auto app = create_app(options());
  const auto enter = [&](Request&, Response& res) {
    ++entered;
    res.text("secret");
  };
  app.get("/secret", enter).post("/secret", enter).del("/secret", enter);
  app.get(
      "/health",
      [](Request&, Response& res) {
        res.json({{"status", "ok"}});
      },
      public_route);
  const auto port = app.start();
  const auto status_of = [&](const std::string& line, const std::string& fields) {
    net::testing::RawClient client(port);
    client.send(line + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + fields + "\r\n");
    return client.read_all().substr(9, 3);
  };
  EXPECT_EQ(status_of("GET /health", ""), "200");
  for (const auto* line :
       {"GET /secret", "HEAD /secret", "POST /secret", "DELETE /secret", "OPTIONS /secret", "PUT /secret",
        "GET /%73ecret", "GET /secret?health", "GET /secret;x", "GET /SECRET"}) {
    EXPECT_EQ(status_of(line, ""), "401") << line;
  }
  const std::vector<std::string> odd{"GET /health/../secret",
                                     "GET /health/%2e%2e/secret",
                                     "GET //secret",
                                     "GET /secret/",
                                     "GET /health%2f../secret",
                                     "GET /./secret",
                                     "GET secret",
                                     "OPTIONS *",
                                     "TRACE /secret",
                                     "CONNECT localhost:80",
                                     "GET /secret%00",
                                     "BREW /secret"};
  for (const auto& line : odd)
    EXPECT_TRUE(status_of(line, "").starts_with("4") || status_of(line, "") == "501") << line;
  for (const auto* fields :
       {"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n",
        "X-HTTP-Method-Override: GET\r\n", "X-Original-URL: /health\r\n", "X-Forwarded-Prefix: /health\r\n",
        "Authorization: Bearer a\r\nAuthorization: Bearer b\r\n"}) {
    EXPECT_EQ(status_of("GET /secret", fields), "401") << fields;
  }
  EXPECT_EQ(entered, 0);
}

TEST(App, AddressInUseIsAStartError) {
  auto first = create_app(options());
  const auto port = first.start();
  auto second = create_app(options());
  EXPECT_THROW(second.start("127.0.0.1", port), StartError);
}

}  // namespace
}  // namespace gatehouse
