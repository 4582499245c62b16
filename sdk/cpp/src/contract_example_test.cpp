// SPDX-License-Identifier: Apache-2.0
// The example of the contract and of the guide, word for word, compiled and run.
#include <gatehouse/app.h>
#include <gatehouse/token.h>

#include <gtest/gtest.h>

namespace {

using gatehouse::Next;
using gatehouse::Request;
using gatehouse::Response;

constexpr const char* kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";

// clang-format off
#pragma GCC diagnostic ignored "-Wunused-parameter"
[[maybe_unused]] void contract_example(const gatehouse::DataSources& data_sources) {
gatehouse::App app = gatehouse::create_app({
    .schema = gatehouse::AppSchema::from_file("kottster-app.json"),
    .secret_key = gatehouse::require_env("SECRET_KEY"),
    .platform_url = "https://auth.example.com",       // optional: without it the app only verifies bearer and cookie tokens
    .post_auth_middleware = [](Request& req, Response& res, Next next) {
      auto status = gatehouse::fetch("https://api.example.com/users/" + req.user().id + "/status");   // suspends, does not block
      if (!status.json().at("success").as_bool()) {
        return res.status(403).json({{"error", "User not authorized by external service"}});
      }
      next();
    },
});
app.register_data_sources(data_sources);   // SQLite, PostgreSQL, MySQL/MariaDB; ODBC for SQL Server and others
app.get("/orders", [](Request& req, Response& res) { /* req.user(), req.data_source("main") */ });
app.listen();                              // HOST and PORT from the environment, 127.0.0.1:3000 otherwise
}
// clang-format on

/// The service that the post-auth middleware asks.
class PostAuthExample : public testing::Test {
 protected:
  static gatehouse::AppOptions options() {
    return {.schema = gatehouse::AppSchema::from_text(R"({"id":"orders"})"), .secret_key = kSecret};
  }
  void SetUp() override {
    service_.get(
        "/users/{id}/status",
        [](Request& req, Response& res) {
          if (req.param("id") == "broken") return res.text("no JSON");
          if (req.param("id") == "failing") return res.status(500).json({{"success", true}});
          res.json({{"success", req.param("id") == "anna"}});
        },
        gatehouse::public_route);
    url_ = "http://127.0.0.1:" + std::to_string(service_.start());
  }
  int status_for(const std::string& user) {
    auto with_check = options();
    with_check.post_auth_middleware = gatehouse::external_check({.url = url_ + "/users/{id}/status"});
    auto app = gatehouse::create_app(std::move(with_check));
    app.get("/orders", [](Request&, Response& res) { res.json({{"orders", 0}}); });
    const auto token =
        gatehouse::TokenSigner({.app_id = "orders", .secret_key = kSecret}).sign({.user = {.id = user}});
    const auto response =
        app.handle({.target = "/orders", .headers = {{"Authorization", "Bearer " + token}}});
    body_ = response.body;
    return response.status;
  }
  gatehouse::App service_ = gatehouse::create_app(options());
  std::string url_;
  std::string body_;
};

TEST_F(PostAuthExample, ServiceDecides) {
  EXPECT_EQ(status_for("anna"), 200);
  EXPECT_EQ(status_for("ben"), 403);
  EXPECT_EQ(body_, R"({"error":"User not authorized by external service"})");
}

TEST_F(PostAuthExample, NoSoundAnswerIsAnError) {
  EXPECT_EQ(status_for("broken"), 500);
  EXPECT_EQ(body_, R"({"error":"Failed to validate user with external service"})");
  EXPECT_EQ(status_for("failing"), 500);
  EXPECT_EQ(body_, R"({"error":"Failed to validate user with external service"})");
  service_.stop();
  EXPECT_EQ(status_for("anna"), 500);
  EXPECT_EQ(body_, R"({"error":"Failed to validate user with external service"})");
}

TEST_F(PostAuthExample, IdCannotLeadTheCheckElsewhere) {
  EXPECT_EQ(status_for("../health?x="), 500);
  EXPECT_EQ(status_for(".."), 500);
}

}  // namespace
