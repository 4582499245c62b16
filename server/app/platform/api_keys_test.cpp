// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class ApiKeysTest : public PlatformTest {
 protected:
  ApiKeysTest() {
    owner_ = add_user("owner@example.com", "administrator");  // the first one becomes the owner
    admin_ = add_user("admin@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    mia_ = add_user("mia@example.com");
    for (const char* app : {R"({"id":"orders","name":"Orders"})", R"({"id":"billing","name":"Billing"})"}) {
      local(Method::post, "/api/v1/apps", app);
    }
    local(Method::put, "/api/v1/apps/orders/managers/" + mia_);
    admin_cookie_ = signed_in("admin@example.com");
  }

  Answer make_key(const std::string& cookie, const std::string& permissions, const std::string& more = "") {
    return call(cookie, Method::post, "/api/v1/api-keys",
                R"({"name":"script","permissions":)" + permissions + more + "}");
  }
  std::string key(const std::string& cookie, const std::string& permissions, const std::string& more = "") {
    return make_key(cookie, permissions, more).text("key");
  }
  Answer with(const std::string& key, Method method, const std::string& target,
              const std::string& body = "") {
    auto request = make_request(method, target, body);
    request.headers.add("Authorization", "Bearer " + key);
    return send(std::move(request));
  }
  std::string add_account(const std::string& body) {
    return call(admin_cookie_, Method::post, "/api/v1/service-accounts", body).text("id");
  }

  std::string owner_, admin_, ada_, mia_, admin_cookie_;
};

TEST_F(ApiKeysTest, KeyDoesWhatItIsFor) {
  const auto made = make_key(admin_cookie_, R"(["platform:view","users:manage"])");
  ASSERT_EQ(made.status(), 201);
  const auto secret = made.text("key");
  EXPECT_TRUE(secret.starts_with("gh_"));
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 200);
  EXPECT_EQ(with(secret, Method::post, "/api/v1/users", R"({"email":"eve@example.com"})").status(), 201);
  EXPECT_EQ(with(secret, Method::post, "/api/v1/apps", R"({"name":"X"})").status(), 403);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps").status(), 403);
}

TEST_F(ApiKeysTest, SecretIsShownOnceAndKeptAsHash) {
  const auto made = make_key(admin_cookie_, R"(["platform:view"])");
  const auto secret = made.text("key");
  const auto listed = call(admin_cookie_, Method::get, "/api/v1/api-keys");
  EXPECT_EQ(listed.response.body.find(secret), std::string::npos);
  EXPECT_EQ(listed.json.at("items").at(0).at("hint").as_string(), secret.substr(0, 7));
  EXPECT_EQ(logged_.find(secret), std::string::npos);
}

TEST_F(ApiKeysTest, MetricsTakeAKeyForThemAlone) {
  const auto secret = key(admin_cookie_, R"(["metrics:view"])");
  EXPECT_EQ(with(secret, Method::get, "/metrics").status(), 200);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 403);
  EXPECT_EQ(with(key(admin_cookie_, R"(["users:manage"])"), Method::get, "/metrics").status(), 403);
  EXPECT_EQ(with("gh_none", Method::get, "/metrics").status(), 401);
}

TEST_F(ApiKeysTest, BadKeyIsNotRescuedByAGoodCookie) {
  for (const char* header :
       {"Bearer gh_none", "Bearer", "Bearer ", "gh_none", "Basic eDp5", "Bearer eyJ.x.y"}) {
    auto request = make_request(Method::get, "/api/v1/users", "");
    request.headers.add("Cookie", "__Host-gatehouse_session=" + admin_cookie_);
    request.headers.add("Authorization", header);
    const auto answer = send(std::move(request));
    EXPECT_EQ(answer.status(), 401) << header;
    EXPECT_EQ(answer.response.headers.find("WWW-Authenticate"), "Bearer error=\"invalid_token\"");
  }
  const auto secret = key(admin_cookie_, R"(["platform:view"])");
  auto twice = make_request(Method::get, "/api/v1/users", "");
  twice.headers.add("Authorization", "Bearer " + secret);
  twice.headers.add("Authorization", "Bearer " + secret);
  EXPECT_EQ(send(std::move(twice)).status(), 401);
}

TEST_F(ApiKeysTest, KeyGivesNoMoreThanItsOwnerMayDoNow) {
  const auto secret = key(admin_cookie_, R"(["platform:view","users:manage"])");
  local(Method::post, "/api/v1/users/" + admin_ + "/disable");
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 401);
  local(Method::post, "/api/v1/users/" + admin_ + "/enable");
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 200);
  local(Method::delete_, "/api/v1/users/" + admin_);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 401);
}

TEST_F(ApiKeysTest, KeyOfAManagerEndsWithTheManagement) {
  const auto mia = signed_in("mia@example.com");
  EXPECT_EQ(make_key(mia, R"(["users:manage"])").code(), "beyond_rights");
  EXPECT_EQ(make_key(mia, R"(["app:manage"])", R"(,"apps":["billing"])").code(), "beyond_rights");
  const auto secret = key(mia, R"(["app:view","app:manage"])");
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps/orders").status(), 200);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps/billing").status(), 404);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps").json.at("items").as_array().size(), 1U);
  local(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps/orders").status(), 403);
}

TEST_F(ApiKeysTest, KeyOfNamedAppsSeesNoOther) {
  const auto secret = key(admin_cookie_, R"(["app:view","app:manage"])", R"(,"apps":["orders"])");
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps").json.at("items").as_array().size(), 1U);
  const auto foreign = with(secret, Method::get, "/api/v1/apps/billing/roles");
  const auto missing = with(secret, Method::get, "/api/v1/apps/none/roles");
  EXPECT_EQ(foreign.status(), 404);
  EXPECT_EQ(foreign.response.body, missing.response.body);
  EXPECT_EQ(with(secret, Method::post, "/api/v1/apps/orders/roles", R"({"name":"editor"})").status(), 201);
  EXPECT_EQ(with(secret, Method::delete_, "/api/v1/apps/orders").status(), 403);
}

TEST_F(ApiKeysTest, OrdinaryUsersHaveNoKeys) {
  EXPECT_EQ(make_key(signed_in("ada@example.com"), R"(["app:view"])").status(), 403);
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/api/v1/api-keys").status(), 403);
}

TEST_F(ApiKeysTest, NoKeyMakesKeysOrTouchesTheOwnAccount) {
  const auto secret =
      key(admin_cookie_, R"(["platform:view","users:manage","apps:manage","platform:manage"])");
  EXPECT_EQ(
      with(secret, Method::post, "/api/v1/api-keys", R"({"name":"x","permissions":["app:view"]})").status(),
      403);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/api-keys").status(), 403);
  EXPECT_EQ(with(secret, Method::post, "/api/v1/service-accounts", R"({"name":"x"})").status(), 403);
  EXPECT_EQ(with(secret, Method::patch, "/api/v1/me", R"({"name":"x"})").status(), 403);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/me/sessions").status(), 403);
}

TEST_F(ApiKeysTest, KeyEndsInTime) {
  const auto secret = key(admin_cookie_, R"(["platform:view"])");
  clock_.advance(std::chrono::days(90) - std::chrono::milliseconds(1));
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 200);
  clock_.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 401);
}

TEST_F(ApiKeysTest, RevokedKeyIsRefused) {
  const auto made = make_key(admin_cookie_, R"(["platform:view"])");
  EXPECT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/api-keys/" + made.text("id")).status(), 204);
  EXPECT_EQ(with(made.text("key"), Method::get, "/api/v1/users").status(), 401);
  EXPECT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/api-keys/" + made.text("id")).status(), 404);
}

TEST_F(ApiKeysTest, ForeignKeyAnswersLikeOneThatIsNotThere) {
  const auto made = make_key(admin_cookie_, R"(["platform:view"])");
  const auto mia = signed_in("mia@example.com");
  const auto foreign = call(mia, Method::delete_, "/api/v1/api-keys/" + made.text("id"));
  EXPECT_EQ(foreign.status(), 404);
  EXPECT_EQ(foreign.response.body, call(mia, Method::delete_, "/api/v1/api-keys/key_none").response.body);
  EXPECT_TRUE(call(mia, Method::get, "/api/v1/api-keys").json.at("items").as_array().empty());
  EXPECT_EQ(with(made.text("key"), Method::get, "/api/v1/users").status(), 200);
}

TEST_F(ApiKeysTest, BadFieldsAreNamed) {
  const std::pair<const char*, const char*> bad[] = {
      {R"({"name":"","permissions":["app:view"]})", "name"},
      {R"({"name":"x","permissions":[]})", "permissions"},
      {R"({"name":"x","permissions":["everything"]})", "permissions"},
      {R"({"name":"x","permissions":["app:view"],"apps":[]})", "apps"},
      {R"({"name":"x","permissions":["app:view"],"apps":["none"]})", "apps"},
      {R"({"name":"x","permissions":["users:manage"],"apps":["orders"]})", "apps"},
      {R"({"name":"x","permissions":["app:view"],"expiresAt":"tomorrow"})", "expiresAt"},
      {R"({"name":"x","permissions":["app:view"],"expiresAt":"2020-01-01T00:00:00Z"})", "expiresAt"},
      {R"({"name":"x","permissions":["app:view"],"expiresAt":"2090-01-01T00:00:00Z"})", "expiresAt"},
      {R"({"name":"x","permissions":["app:view"],"serviceAccount":"svc_none"})", "serviceAccount"},
      {R"({"name":"x","permissions":["app:view"],"key":"gh_mine"})", "key"}};
  for (const auto& [body, field] : bad) {
    const auto answer = call(admin_cookie_, Method::post, "/api/v1/api-keys", body);
    ASSERT_EQ(answer.status(), 422) << body;
    EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), field) << body;
  }
  EXPECT_EQ(make_key(admin_cookie_, R"(["app:view"])", R"(,"user":")" + owner_ + '"').status(), 422);
}

TEST_F(ApiKeysTest, UseIsNotedAndAuditNamesTheKey) {
  const auto made = make_key(admin_cookie_, R"(["users:manage"])");
  with(made.text("key"), Method::post, "/api/v1/users", R"({"email":"eve@example.com"})");
  const auto listed = call(admin_cookie_, Method::get, "/api/v1/api-keys").json.at("items").at(0);
  EXPECT_TRUE(listed.at("lastUsedAt").is_string());
  const auto event = local(Method::get, "/api/v1/audit-events?limit=1").json.at("items").at(0);
  EXPECT_EQ(event.at("action").as_string(), "user.added");
  EXPECT_EQ(event.at("actor").as_string(), admin_);
  EXPECT_EQ(event.at("sessionId").as_string(), made.text("id"));
}

TEST_F(ApiKeysTest, KeyOfAnAdministratorDoesNotDecideOverOwners) {
  const auto secret = key(admin_cookie_, R"(["users:manage"])");
  EXPECT_EQ(with(secret, Method::post, "/api/v1/users/" + owner_ + "/disable").status(), 403);
  EXPECT_EQ(with(secret, Method::delete_, "/api/v1/users/" + owner_).status(), 403);
  EXPECT_EQ(with(secret, Method::post, "/api/v1/users/" + ada_ + "/disable").status(), 200);
}

TEST_F(ApiKeysTest, ServiceAccountWorksByItsKeysOnly) {
  const auto account = add_account(R"({"name":"backup","platformRole":"auditor"})");
  ASSERT_TRUE(account.starts_with("svc_"));
  const auto own = R"(,"serviceAccount":")" + account + '"';
  EXPECT_EQ(make_key(admin_cookie_, R"(["users:manage"])", own).code(), "beyond_rights");
  const auto secret = key(admin_cookie_, R"(["platform:view"])", own);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 200);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/me").status(), 403);
  EXPECT_EQ(call(admin_cookie_, Method::patch, "/api/v1/service-accounts/" + account, R"({"disabled":true})")
                .status(),
            200);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 401);
  EXPECT_EQ(call(admin_cookie_, Method::patch, "/api/v1/service-accounts/" + account, R"({"disabled":false})")
                .status(),
            200);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 200);
  EXPECT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/service-accounts/" + account).status(), 204);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/users").status(), 401);
}

TEST_F(ApiKeysTest, ServiceAccountManagesItsApps) {
  const auto account = add_account(R"({"name":"deploy","apps":["orders"]})");
  const auto secret =
      key(admin_cookie_, R"(["app:view","app:manage"])", R"(,"serviceAccount":")" + account + '"');
  EXPECT_EQ(with(secret, Method::post, "/api/v1/apps/orders/roles", R"({"name":"editor"})").status(), 201);
  EXPECT_EQ(with(secret, Method::get, "/api/v1/apps/billing").status(), 404);
  const auto event = local(Method::get, "/api/v1/audit-events?limit=1").json.at("items").at(0);
  EXPECT_EQ(event.at("actor").as_string(), account);
}

TEST_F(ApiKeysTest, ServiceAccountsAreNoOwnersAndKnowTheirApps) {
  for (const char* body : {R"({"name":"x","platformRole":"owner"})", R"({"name":"x","apps":["none"]})",
                           R"({"name":""})", R"({"name":"x","password":"y"})"}) {
    EXPECT_EQ(call(admin_cookie_, Method::post, "/api/v1/service-accounts", body).status(), 422) << body;
  }
  EXPECT_EQ(call(signed_in("mia@example.com"), Method::post, "/api/v1/service-accounts", R"({"name":"x"})")
                .status(),
            403);
}

TEST_F(ApiKeysTest, StaleChangeOfAServiceAccountIs412) {
  const auto account = add_account(R"({"name":"backup"})");
  auto request = make_request(Method::patch, "/api/v1/service-accounts/" + account, R"({"name":"other"})");
  request.headers.add("Cookie", "__Host-gatehouse_session=" + admin_cookie_);
  request.headers.add("Origin", kOrigin);
  request.headers.add("If-Match", "\"v7\"");
  EXPECT_EQ(send(std::move(request)).status(), 412);
}

TEST_F(ApiKeysTest, OperatorSaysWhoseTheKeyIs) {
  EXPECT_EQ(local(Method::post, "/api/v1/api-keys", R"({"name":"x","permissions":["app:view"]})").status(),
            422);
  const auto made = local(Method::post, "/api/v1/api-keys",
                          R"({"name":"x","permissions":["platform:view"],"user":")" + admin_ + "\"}");
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(with(made.text("key"), Method::get, "/api/v1/users").status(), 200);
  EXPECT_EQ(local(Method::post, "/api/v1/api-keys",
                  R"({"name":"x","permissions":["platform:view"],"user":")" + ada_ + "\"}")
                .code(),
            "beyond_rights");
}

TEST_F(ApiKeysTest, PageOfAnotherOriginMayCarryAKey) {
  const auto secret = key(admin_cookie_, R"(["users:manage"])");
  auto request = make_request(Method::post, "/api/v1/users", R"({"email":"eve@example.com"})");
  request.headers.add("Authorization", "Bearer " + secret);
  request.headers.add("Origin", "https://tools.example.com");
  EXPECT_EQ(send(std::move(request)).status(), 201);
}

}  // namespace
}  // namespace gatehouse::server
