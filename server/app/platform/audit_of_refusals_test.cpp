// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Eve may nothing, Mia manages `orders`, the owner may all.
class AuditOfRefusalsTest : public PlatformTest {
 protected:
  AuditOfRefusalsTest() {
    add_user("owner@example.com", "administrator");
    eve_ = add_user("eve@example.com");
    mia_ = add_user("mia@example.com");
    for (const char* app : {"orders", "billing"}) {
      local(Method::post, "/api/v1/apps",
            boost::json::serialize(boost::json::object{{"id", app}, {"name", app}}));
    }
    local(Method::put, "/api/v1/apps/orders/managers/" + mia_);
    eve_cookie_ = signed_in("eve@example.com");
    mia_cookie_ = signed_in("mia@example.com");
    owner_cookie_ = signed_in("owner@example.com");
  }

  boost::json::array events(const std::string& action = "request.refused") {
    return local(Method::get, "/api/v1/audit-events?limit=500&action=" + action).json.at("items").as_array();
  }
  static std::string text(const boost::json::value& event, const char* member) {
    return std::string(event.at(member).as_string());
  }
  /// The one refusal that there is.
  boost::json::value only_event() {
    const auto all = events();
    EXPECT_EQ(all.size(), 1U);
    return all.empty() ? boost::json::value(boost::json::object()) : all[0];
  }
  std::size_t count_all() {
    return local(Method::get, "/api/v1/audit-events?limit=500").json.at("items").as_array().size();
  }
  void work_in_background() {
    for (const auto& work : application_->background_work()) work();
  }

  std::string eve_, mia_, eve_cookie_, mia_cookie_, owner_cookie_;
};

TEST_F(AuditOfRefusalsTest, ReadingWhatOneMayNotIsTold) {
  EXPECT_EQ(call(eve_cookie_, Method::get, "/api/v1/users/" + mia_).status(), 403);
  const auto event = only_event();
  EXPECT_EQ(text(event, "actor"), eve_);
  EXPECT_EQ(text(event, "target"), "GET /api/v1/users/{id}");
  EXPECT_EQ(text(event, "outcome"), "failure");
  EXPECT_EQ(text(event, "reason"), "forbidden");
  EXPECT_EQ(text(event, "clientAddress"), "127.0.0.1");
  EXPECT_EQ(text(event, "requestId"), "test-request");
  const auto session = call(eve_cookie_, Method::get, "/api/v1/me/sessions").json.at("items").at(0);
  EXPECT_EQ(event.at("sessionId"), session.at("id"));
}

TEST_F(AuditOfRefusalsTest, WritingWhatOneMayNotIsTold) {
  EXPECT_EQ(call(mia_cookie_, Method::delete_, "/api/v1/apps/orders").status(), 403);
  EXPECT_EQ(text(only_event(), "target"), "DELETE /api/v1/apps/{id}");
  EXPECT_EQ(text(only_event(), "appId"), "orders");
}

TEST_F(AuditOfRefusalsTest, ForeignAppThatIsHiddenIsToldToItsManagers) {
  EXPECT_EQ(call(mia_cookie_, Method::get, "/api/v1/apps/billing/members").status(), 404);
  const auto event = only_event();
  EXPECT_EQ(text(event, "reason"), "not_found");
  EXPECT_EQ(text(event, "appId"), "billing");
  const auto seen = call(mia_cookie_, Method::get, "/api/v1/audit-events?action=request.refused");
  EXPECT_TRUE(seen.json.at("items").as_array().empty());
}

TEST_F(AuditOfRefusalsTest, CallsOfTheMachinesOwnerAreTold) {
  EXPECT_EQ(call(owner_cookie_, Method::post, "/api/v1/operator/users", "{}").status(), 404);
  EXPECT_EQ(text(only_event(), "target"), "POST /api/v1/operator/users");
}

TEST_F(AuditOfRefusalsTest, ConflictsAreTold) {
  EXPECT_EQ(call(owner_cookie_, Method::post, "/api/v1/apps", R"({"id":"orders","name":"Other"})").status(),
            422);  // a field's fault is no decision
  EXPECT_EQ(
      call(owner_cookie_, Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":"retire"})").code(),
      "wrong_rotation_step");
  EXPECT_EQ(text(only_event(), "reason"), "wrong_rotation_step");
  auto stale = make_request(Method::delete_, "/api/v1/apps/orders", "");
  stale.headers.add("Cookie", "__Host-gatehouse_session=" + owner_cookie_);
  stale.headers.add("Origin", kOrigin);
  stale.headers.add("If-Match", "\"v0\"");
  EXPECT_EQ(send(stale).status(), 412);
  EXPECT_EQ(text(events().at(0), "reason"), "stale");
}

TEST_F(AuditOfRefusalsTest, WritesFromForeignPagesAreTold) {
  auto request = make_request(Method::post, "/api/v1/sign-out", "");
  request.headers.add("Cookie", "__Host-gatehouse_session=" + eve_cookie_);
  request.headers.add("Origin", "https://evil.example");
  EXPECT_EQ(send(request).status(), 403);
  EXPECT_EQ(text(only_event(), "reason"), "origin_mismatch");
}

TEST_F(AuditOfRefusalsTest, ScriptsAreToldByTheirKeys) {
  const auto owner = local(Method::get, "/api/v1/users?email=owner@example.com").json.at("items").at(0);
  const auto key =
      local(Method::post, "/api/v1/api-keys",
            R"({"name":"x","permissions":["metrics:view"],"user":")" + text(owner, "id") + "\"}");
  auto request = make_request(Method::get, "/api/v1/users", "");
  request.headers.add("Authorization", "Bearer " + key.text("key"));
  EXPECT_EQ(send(request).status(), 403);
  EXPECT_EQ(text(only_event(), "sessionId"), key.text("id"));
}

TEST_F(AuditOfRefusalsTest, StrangersWriteNothing) {
  const auto before = count_all();
  for (const char* path : {"/api/v1/users", "/api/v1/apps/orders", "/api/v1/operator/users", "/metrics"}) {
    EXPECT_EQ(call("", Method::get, path).status(), 401);
  }
  auto request = make_request(Method::post, "/api/v1/sign-in", "{}");
  request.headers.add("Origin", "https://evil.example");
  EXPECT_EQ(send(request).status(), 403);
  EXPECT_EQ(call("", Method::get, "/api/v1/forward-auth?app=orders").status(), 401);
  clock_.advance(std::chrono::minutes(2));
  work_in_background();
  EXPECT_EQ(count_all(), before);
}

TEST_F(AuditOfRefusalsTest, FloodMakesTwoEventsAMinute) {
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(call(eve_cookie_, Method::get, "/api/v1/users/usr_" + std::to_string(i)).status(), 403);
  }
  EXPECT_EQ(events().size(), 1U);
  work_in_background();
  EXPECT_TRUE(events("request.refused_again").empty());
  clock_.advance(std::chrono::minutes(1));
  work_in_background();
  work_in_background();
  const auto again = events("request.refused_again");
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(text(again[0], "target"), "GET /api/v1/users/{id} +499");
  EXPECT_EQ(text(again[0], "actor"), eve_);
  EXPECT_EQ(text(again[0], "reason"), "forbidden");
  EXPECT_EQ(call(eve_cookie_, Method::get, "/api/v1/users").status(), 403);
  EXPECT_EQ(call(eve_cookie_, Method::get, "/api/v1/users/usr_1").status(), 403);
  EXPECT_EQ(events().size(), 3U);
}

TEST_F(AuditOfRefusalsTest, NamesOfAppsMakeNoFlood) {
  const auto before = count_all();
  for (int i = 0; i < 200; ++i) {
    EXPECT_EQ(call(mia_cookie_, Method::get, "/api/v1/apps/app-" + std::to_string(i)).status(), 404);
  }
  EXPECT_EQ(count_all(), before + 30);
}

TEST_F(AuditOfRefusalsTest, StrangersToAnAppAreToldByForwardAuth) {
  for (int i = 0; i < 3; ++i) {
    for (const char* app : {"orders", "billing"}) {
      EXPECT_EQ(call(eve_cookie_, Method::get, std::string("/api/v1/forward-auth?app=") + app).status(), 403);
    }
  }
  const auto told = events();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(text(told[0], "appId"), "billing");
  EXPECT_EQ(text(told[1], "appId"), "orders");
  EXPECT_EQ(text(told[1], "target"), "GET /api/v1/forward-auth");
  EXPECT_EQ(text(told[1], "reason"), "not_a_member");
  EXPECT_EQ(text(told[1], "actor"), eve_);
}

TEST_F(AuditOfRefusalsTest, StrangersToAnAppAreToldByAuthorize) {
  const auto app = local(Method::post, "/api/v1/apps",
                         R"({"id":"wiki","name":"Wiki","redirectUris":["https://wiki.example.com/cb"]})");
  EXPECT_EQ(app.status(), 201);
  const auto answer = call(eve_cookie_, Method::get,
                           "/oauth2/authorize?response_type=code&client_id=wiki&redirect_uri="
                           "https%3A%2F%2Fwiki.example.com%2Fcb&scope=openid&code_challenge="
                           "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256");
  EXPECT_NE(std::string(answer.response.headers.find("Location").value_or("")).find("access_denied"),
            std::string::npos);
  const auto told = events("app.authorize");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(text(told[0], "reason"), "not_a_member");
  EXPECT_EQ(text(told[0], "appId"), "wiki");
}

}  // namespace
}  // namespace gatehouse::server
