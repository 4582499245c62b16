// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class AppPermissionsTest : public PlatformTest {
 protected:
  static constexpr const char* kBasicOfOrders =  // orders:an-app-brings-its-own-secret-key-42
      "Basic b3JkZXJzOmFuLWFwcC1icmluZ3MtaXRzLW93bi1zZWNyZXQta2V5LTQy";

  AppPermissionsTest() {
    add_user("owner@example.com", "administrator");
    const auto mia = add_user("mia@example.com");
    local(Method::post, "/api/v1/apps",
          R"({"id":"orders","name":"Orders","secretKey":"an-app-brings-its-own-secret-key-42"})");
    local(Method::post, "/api/v1/apps", R"({"id":"billing","name":"Billing"})");
    local(Method::put, "/api/v1/apps/orders/managers/" + mia);
    owner_ = signed_in("owner@example.com");
    mia_ = signed_in("mia@example.com");
  }

  Answer declare(const std::string& names, const std::string& app = "orders",
                 const std::string& basic = kBasicOfOrders) {
    auto request = make_request(Method::put, "/api/v1/apps/" + app + "/declared-permissions",
                                R"({"permissions":)" + names + "}");
    if (!basic.empty()) request.headers.add("Authorization", basic);
    return send(std::move(request));
  }
  Answer decide(const std::string& cookie, const std::string& body) {
    return call(cookie, Method::post, "/api/v1/apps/orders/permissions/decide", body);
  }
  std::string state_of(const std::string& name) {
    const auto list = call(owner_, Method::get, "/api/v1/apps/orders/permissions");
    for (const auto& item : list.json.at("items").as_array()) {
      if (item.at("name").as_string() == name) return std::string(item.at("state").as_string());
    }
    return "";
  }
  std::string owner_, mia_;
};

TEST_F(AppPermissionsTest, DeclaredPermissionsWaitForAYes) {
  const auto declared = declare(R"(["orders:read","orders:delete"])");
  ASSERT_EQ(declared.status(), 200);
  EXPECT_EQ(declared.json.at("waiting").as_array().size(), 2U);
  EXPECT_EQ(state_of("orders:read"), "waiting");
  EXPECT_EQ(decide(owner_, R"({"accept":["orders:read"],"reject":["orders:delete"]})").status(), 200);
  EXPECT_EQ(state_of("orders:read"), "accepted");
  EXPECT_EQ(state_of("orders:delete"), "rejected");
}

TEST_F(AppPermissionsTest, DecisionsOutliveTheNextStart) {
  declare(R"(["a","b"])");
  decide(owner_, R"({"accept":["a"],"reject":["b"]})");
  const auto again = declare(R"(["a","b","c"])");
  EXPECT_EQ(again.json.at("accepted").as_array().size(), 1U);
  EXPECT_EQ(again.json.at("rejected").as_array().size(), 1U);
  EXPECT_EQ(again.json.at("waiting").as_array().size(), 1U);
}

TEST_F(AppPermissionsTest, WhatIsDeclaredNoMoreWaitsNoMore) {
  declare(R"(["a","b"])");
  decide(owner_, R"({"accept":["a"]})");
  declare("[]");
  EXPECT_EQ(state_of("a"), "accepted");
  EXPECT_EQ(state_of("b"), "");
}

TEST_F(AppPermissionsTest, OnlyTheAppItselfDeclares) {
  EXPECT_EQ(declare(R"(["a"])", "orders", "").status(), 401);
  EXPECT_EQ(declare(R"(["a"])", "orders", "Basic b3JkZXJzOndyb25n").status(), 401);
  EXPECT_EQ(declare(R"(["a"])", "orders", "Bearer gh_none").status(), 401);
  EXPECT_EQ(call(owner_, Method::put, "/api/v1/apps/orders/declared-permissions", R"({"permissions":["a"]})")
                .status(),
            401);
  const auto foreign = declare(R"(["a"])", "billing");
  const auto missing = declare(R"(["a"])", "none");
  EXPECT_EQ(foreign.status(), 401);
  EXPECT_EQ(foreign.response.body, missing.response.body);
  EXPECT_EQ(state_of("a"), "");
}

TEST_F(AppPermissionsTest, BadDeclarationsAreRefusedWhole) {
  EXPECT_EQ(declare(R"(["good","not good"])").status(), 422);
  EXPECT_EQ(declare(R"("a")").status(), 422);
  std::string many = "[";
  for (int i = 0; i < 501; ++i) many += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\"";
  EXPECT_EQ(declare(many + "]").status(), 422);
  EXPECT_EQ(state_of("good"), "");
}

TEST_F(AppPermissionsTest, ManagersMakeRolesOfWhatIsAccepted) {
  declare(R"(["orders:read","orders:delete"])");
  decide(owner_, R"({"accept":["orders:read"]})");
  const auto add = [&](const char* permission) {
    return call(mia_, Method::post, "/api/v1/apps/orders/roles",
                std::string(R"({"name":"r)") + permission + R"(","permissions":[")" + permission + "\"]}");
  };
  EXPECT_EQ(add("orders:read").status(), 201);
  EXPECT_EQ(add("orders:delete").code(), "beyond_rights");
  EXPECT_EQ(add("typed-in").code(), "beyond_rights");
  EXPECT_EQ(call(mia_, Method::patch, "/api/v1/apps/orders/roles/rorders:read",
                 R"({"permissions":["orders:read","orders:delete"]})")
                .code(),
            "beyond_rights");
  EXPECT_EQ(decide(mia_, R"({"accept":["orders:delete"]})").status(), 403);
  EXPECT_EQ(state_of("typed-in"), "");
}

TEST_F(AppPermissionsTest, AdministratorsTypePermissionsInWithARole) {
  const auto added = call(owner_, Method::post, "/api/v1/apps/orders/roles",
                          R"({"name":"editor","permissions":["orders:write"]})");
  EXPECT_EQ(added.status(), 201);
  EXPECT_EQ(state_of("orders:write"), "accepted");
  EXPECT_EQ(call(mia_, Method::post, "/api/v1/apps/orders/roles",
                 R"({"name":"other","permissions":["orders:write"]})")
                .status(),
            201);
}

TEST_F(AppPermissionsTest, WhatARoleHasIsNotRejected) {
  call(owner_, Method::post, "/api/v1/apps/orders/roles",
       R"({"name":"editor","permissions":["orders:write"]})");
  EXPECT_EQ(decide(owner_, R"({"reject":["orders:write"]})").code(), "permission_in_use");
  call(owner_, Method::delete_, "/api/v1/apps/orders/roles/editor");
  EXPECT_EQ(decide(owner_, R"({"reject":["orders:write"]})").status(), 200);
  EXPECT_EQ(state_of("orders:write"), "");
}

}  // namespace
}  // namespace gatehouse::server
