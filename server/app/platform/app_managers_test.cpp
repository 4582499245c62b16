// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Mia manages the app `orders` and nothing else; there is another app, `billing`.
class AppManagersTest : public PlatformTest {
 protected:
  AppManagersTest() {
    add_user("owner@example.com", "administrator");
    mia_ = add_user("mia@example.com");
    ada_ = add_user("ada@example.com");
    for (const char* app : {R"({"id":"orders","name":"Orders"})", R"({"id":"billing","name":"Billing"})"}) {
      local(Method::post, "/api/v1/apps", app);
    }
    local(Method::put, "/api/v1/apps/orders/managers/" + mia_);
    cookie_ = signed_in("mia@example.com");
  }
  Answer mia(Method method, const std::string& target, const std::string& body = "") {
    return call(cookie_, method, target, body);
  }
  std::string mia_, ada_, cookie_;
};

TEST_F(AppManagersTest, ManagerLooksAfterTheOwnApp) {
  EXPECT_EQ(mia(Method::get, "/api/v1/apps/orders").text("name"), "Orders");
  EXPECT_EQ(mia(Method::post, "/api/v1/apps/orders/roles", R"({"name":"editor"})").status(), 201);
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":["editor"]})").status(), 200);
  EXPECT_EQ(mia(Method::get, "/api/v1/apps/orders/members").json.at("items").as_array().size(), 1U);
  EXPECT_EQ(mia(Method::delete_, "/api/v1/apps/orders/members/" + ada_).status(), 204);
  EXPECT_EQ(mia(Method::delete_, "/api/v1/apps/orders/roles/editor").status(), 204);
}

TEST_F(AppManagersTest, ManagerSeesTheOwnAppsOnly) {
  const auto apps = mia(Method::get, "/api/v1/apps").json.at("items").as_array();
  ASSERT_EQ(apps.size(), 1U);
  EXPECT_EQ(apps[0].at("id").as_string(), "orders");
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/api/v1/apps").status(), 403);
}

TEST_F(AppManagersTest, OwnAppsComeInPagesToo) {
  local(Method::put, "/api/v1/apps/billing/managers/" + mia_);
  const auto first = mia(Method::get, "/api/v1/apps?limit=1");
  EXPECT_EQ(first.json.at("items").at(0).at("id").as_string(), "billing");
  const auto second = mia(Method::get, "/api/v1/apps?limit=1&cursor=" + first.text("nextCursor"));
  EXPECT_EQ(second.json.at("items").at(0).at("id").as_string(), "orders");
  EXPECT_TRUE(second.json.at("nextCursor").is_null());
}

TEST_F(AppManagersTest, ForeignAppAnswersLikeOneThatIsNotThere) {
  for (const char* below : {"", "/roles", "/members", "/managers", "/candidates?email=ada@example.com"}) {
    const auto foreign = mia(Method::get, std::string("/api/v1/apps/billing") + below);
    const auto missing = mia(Method::get, std::string("/api/v1/apps/none") + below);
    EXPECT_EQ(foreign.status(), 404) << below;
    EXPECT_EQ(foreign.response.body, missing.response.body) << below;
  }
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/billing/members/" + mia_, R"({"roles":[]})").status(), 404);
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/billing/managers/" + mia_).status(), 404);
  EXPECT_EQ(mia(Method::post, "/api/v1/apps/billing/roles", R"({"name":"x"})").status(), 404);
}

TEST_F(AppManagersTest, ManagerChangesNeitherAppsNorSecretsNorThePlatform) {
  EXPECT_EQ(mia(Method::patch, "/api/v1/apps/orders", R"({"name":"Mine"})").status(), 403);
  EXPECT_EQ(mia(Method::delete_, "/api/v1/apps/orders").status(), 403);
  EXPECT_EQ(mia(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":"prepare"})").status(), 403);
  EXPECT_EQ(mia(Method::post, "/api/v1/apps", R"({"name":"Another"})").status(), 403);
  EXPECT_EQ(mia(Method::get, "/api/v1/users").status(), 403);
  EXPECT_EQ(mia(Method::get, "/api/v1/users/" + ada_).status(), 403);
  EXPECT_EQ(mia(Method::get, "/api/v1/mail-outbox").status(), 403);
}

TEST_F(AppManagersTest, ManagerFindsPeopleByExactAddressOnly) {
  const auto found = mia(Method::get, "/api/v1/apps/orders/candidates?email=Ada@example.com");
  EXPECT_EQ(found.json.at("items").at(0).at("id").as_string(), ada_);
  EXPECT_EQ(found.json.at("items").at(0).as_object().size(), 3U);
  EXPECT_TRUE(mia(Method::get, "/api/v1/apps/orders/candidates?email=eve@example.com")
                  .json.at("items")
                  .as_array()
                  .empty());
  EXPECT_EQ(mia(Method::get, "/api/v1/apps/orders/candidates?email=ada").status(), 422);
  EXPECT_EQ(mia(Method::get, "/api/v1/apps/orders/candidates").status(), 422);
}

TEST_F(AppManagersTest, ManagersAppointManagersOfTheirOwnApp) {
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/orders/managers/" + ada_).status(), 200);
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/orders/managers/" + ada_).status(), 200);
  EXPECT_EQ(mia(Method::get, "/api/v1/apps/orders/managers").json.at("items").as_array().size(), 2U);
  const auto ada = signed_in("ada@example.com");
  EXPECT_EQ(call(ada, Method::get, "/api/v1/apps/orders").status(), 200);
  EXPECT_EQ(mia(Method::delete_, "/api/v1/apps/orders/managers/" + ada_).status(), 204);
  EXPECT_EQ(call(ada, Method::get, "/api/v1/apps/orders").status(), 403);
  EXPECT_EQ(mia(Method::delete_, "/api/v1/apps/orders/managers/" + ada_).status(), 404);
  EXPECT_EQ(mia(Method::put, "/api/v1/apps/orders/managers/usr_none").status(), 404);
}

TEST_F(AppManagersTest, ChangesAreAudited) {
  mia(Method::put, "/api/v1/apps/orders/managers/" + ada_);
  const auto event = local(Method::get, "/api/v1/audit-events?limit=1").json.at("items").at(0);
  EXPECT_EQ(event.at("action").as_string(), "app_manager.added");
  EXPECT_EQ(event.at("actor").as_string(), mia_);
  EXPECT_EQ(event.at("target").as_string(), ada_);
  EXPECT_EQ(event.at("appId").as_string(), "orders");
}

TEST_F(AppManagersTest, AuditorSeesEveryAppAndChangesNone) {
  add_user("auditor@example.com", "auditor");
  const auto auditor = signed_in("auditor@example.com");
  EXPECT_EQ(call(auditor, Method::get, "/api/v1/apps").json.at("items").as_array().size(), 2U);
  EXPECT_EQ(call(auditor, Method::get, "/api/v1/apps/orders/managers").status(), 200);
  EXPECT_EQ(call(auditor, Method::put, "/api/v1/apps/orders/managers/" + ada_).status(), 403);
  EXPECT_EQ(call(auditor, Method::post, "/api/v1/apps/orders/roles", R"({"name":"x"})").status(), 403);
}

}  // namespace
}  // namespace gatehouse::server
