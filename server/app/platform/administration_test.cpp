// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class AdministrationTest : public PlatformTest {
 protected:
  AdministrationTest() {
    owner_ = add_user("owner@example.com", "administrator");  // the first one becomes the owner
    admin_ = add_user("admin@example.com", "administrator");
    user_ = add_user("ada@example.com");
    admin_cookie_ = signed_in("admin@example.com");
  }

  Answer admin(Method method, const std::string& target, const std::string& body = "") {
    return call(admin_cookie_, method, target, body);
  }
  static std::string first_error_field(const Answer& answer) {
    return std::string(answer.json.at("errors").at(0).at("field").as_string());
  }

  std::string owner_, admin_, user_, admin_cookie_;
};

TEST_F(AdministrationTest, AddsUsersWhoCountAsVerified) {
  const auto answer =
      admin(Method::post, "/api/v1/users", R"({"email":"Eve@Example.com","name":"Eve Example"})");
  EXPECT_EQ(answer.status(), 201);
  EXPECT_EQ(answer.text("email"), "eve@example.com");
  EXPECT_EQ(answer.text("name"), "Eve Example");
  EXPECT_TRUE(answer.json.at("emailVerified").as_bool());
}

TEST_F(AdministrationTest, RefusesTakenAndBadAddresses) {
  EXPECT_EQ(admin(Method::post, "/api/v1/users", R"({"email":"ADA@example.com"})").status(), 422);
  EXPECT_EQ(admin(Method::post, "/api/v1/users", R"({"email":"nobody"})").status(), 422);
  EXPECT_EQ(admin(Method::post, "/api/v1/users", R"({"email":"x@example.com","name":"a\u202eb"})").status(),
            422);
}

TEST_F(AdministrationTest, PlacesAndLanguagesAreThoseThatExist) {
  for (const char* body : {R"({"timeZone":"Mars/Olympus"})", R"({"locale":"xx-yy-zz-q"})"})
    EXPECT_EQ(admin(Method::patch, "/api/v1/me", body).status(), 422) << body;
  for (const char* body : {R"({"timeZone":"UTC"})", R"({"locale":"de-CH"})"})
    EXPECT_EQ(admin(Method::patch, "/api/v1/me", body).status(), 200) << body;
}

TEST_F(AdministrationTest, NameOfARoleFitsBetweenCommas) {
  admin(Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
  for (const char* name : {"bad name,", " editor", "editor "}) {
    const auto body = boost::json::serialize(boost::json::object{{"name", name}});
    EXPECT_EQ(first_error_field(admin(Method::post, "/api/v1/apps/orders/roles", body)), "name") << name;
  }
}

// AC-01
TEST_F(AdministrationTest, MassAssignmentIsRefusedByName) {
  for (const char* field :
       {"roles", "roleIds", "isAdmin", "platformRole", "platform_role", "emailVerified", "passwordHash",
        "password", "twoFactorSecret", "id", "tenantId", "disabledAt", "version"}) {
    const auto body = std::string(R"({"name":"New Name",")") + field + R"(":"x"})";
    for (const auto& answer : {admin(Method::patch, "/api/v1/users/" + user_, body),
                               call(signed_in("ada@example.com"), Method::patch, "/api/v1/me", body)}) {
      EXPECT_EQ(answer.status(), 422) << field;
      EXPECT_EQ(first_error_field(answer), field);
    }
  }
  EXPECT_EQ(admin(Method::get, "/api/v1/users/" + user_).text("name"), "ada");
}

TEST_F(AdministrationTest, StaleChangesAre412) {
  const auto shown = admin(Method::get, "/api/v1/users/" + user_);
  const std::string etag(*shown.response.headers.find("ETag"));
  const auto patch = [&](const std::string& tag) {
    auto request = make_request(Method::patch, "/api/v1/users/" + user_, R"({"firstName":"Ada"})");
    request.headers.add("Cookie", "__Host-gatehouse_session=" + admin_cookie_);
    request.headers.add("Origin", kOrigin);
    request.headers.add("If-Match", tag);
    return send(request);
  };
  const auto changed = patch(etag);
  EXPECT_EQ(changed.status(), 200);
  EXPECT_EQ(changed.text("firstName"), "Ada");
  EXPECT_EQ(patch(etag).status(), 412);
  EXPECT_EQ(patch(std::string(*changed.response.headers.find("ETag"))).status(), 200);
}

TEST_F(AdministrationTest, LastOwnerStays) {
  const auto owner = signed_in("owner@example.com");
  EXPECT_EQ(call(owner, Method::post, "/api/v1/users/" + owner_ + "/disable").code(), "last_owner");
  EXPECT_EQ(call(owner, Method::delete_, "/api/v1/users/" + owner_).code(), "last_owner");
  EXPECT_EQ(local(Method::post, "/api/v1/users/" + owner_ + "/disable").status(), 409);
  EXPECT_EQ(call(owner, Method::get, "/api/v1/me").status(), 200);
}

TEST_F(AdministrationTest, AdministratorsDoNotDecideOverOwners) {
  EXPECT_EQ(admin(Method::post, "/api/v1/users/" + owner_ + "/disable").status(), 403);
  EXPECT_EQ(admin(Method::delete_, "/api/v1/users/" + owner_).status(), 403);
  EXPECT_EQ(admin(Method::patch, "/api/v1/users/" + owner_, R"({"name":"Fooled"})").status(), 403);
}

TEST_F(AdministrationTest, UnknownIdsAre404BeforeTheirBodyIsRead) {
  EXPECT_EQ(admin(Method::patch, "/api/v1/users/usr_nobody", "{").status(), 404);
  EXPECT_EQ(admin(Method::patch, "/api/v1/apps/nothing", "{").status(), 404);
  EXPECT_EQ(admin(Method::post, "/api/v1/apps/nothing/roles", "{").status(), 404);
  EXPECT_EQ(admin(Method::put, "/api/v1/apps/nothing/members/" + user_, "{").status(), 404);
  EXPECT_EQ(admin(Method::get, "/api/v1/users/' or 1=1 --").status(), 404);
}

TEST_F(AdministrationTest, ListsArePaged) {
  std::vector<std::string> seen;
  std::string target = "/api/v1/users?limit=2";
  for (;;) {
    const auto page = admin(Method::get, target);
    for (const auto& user : page.json.at("items").as_array()) seen.emplace_back(user.at("id").as_string());
    if (page.json.at("nextCursor").is_null()) break;
    target = "/api/v1/users?limit=2&cursor=" + page.text("nextCursor");
  }
  EXPECT_EQ(seen, (std::vector<std::string>{owner_, admin_, user_}));
  for (const char* bad :
       {"limit=0", "limit=501", "limit=x", "limit=1&limit=2", "sort=password_hash", "limit=-1"}) {
    EXPECT_EQ(admin(Method::get, std::string("/api/v1/users?") + bad).status(), 422) << bad;
  }
}

TEST_F(AdministrationTest, AppShowsItsSecretOnceOnly) {
  const auto made =
      admin(Method::post, "/api/v1/apps",
            R"({"name":"Order Desk","redirectUris":["https://orders.example.com/auth/callback"]})");
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("id"), "order-desk");
  const auto secret = made.text("secretKey");
  EXPECT_GE(secret.size(), 43U);
  for (const char* target : {"/api/v1/apps", "/api/v1/apps/order-desk", "/api/v1/audit-events"}) {
    EXPECT_EQ(admin(Method::get, target).response.body.find(secret), std::string::npos) << target;
  }
  EXPECT_EQ(logged_.find(secret), std::string::npos);
}

TEST_F(AdministrationTest, AppIdsAreMadeFreeOrRefused) {
  EXPECT_EQ(admin(Method::post, "/api/v1/apps", R"({"name":"Orders"})").text("id"), "orders");
  EXPECT_EQ(admin(Method::post, "/api/v1/apps", R"({"name":"Orders"})").text("id"), "orders-2");
  EXPECT_EQ(admin(Method::post, "/api/v1/apps", R"({"name":"X","id":"orders"})").status(), 422);
  EXPECT_EQ(admin(Method::post, "/api/v1/apps", R"({"name":"X","id":"usr_0001"})").status(), 422);
}

TEST_F(AdministrationTest, WeakSecretKeysAndBadAddressesAreRefused) {
  EXPECT_EQ(first_error_field(admin(Method::post, "/api/v1/apps", R"({"name":"A","secretKey":"short"})")),
            "secretKey");
  EXPECT_EQ(
      first_error_field(admin(Method::post, "/api/v1/apps",
                              R"({"name":"A","secretKey":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"})")),
      "secretKey");
  EXPECT_EQ(first_error_field(admin(Method::post, "/api/v1/apps",
                                    R"({"name":"A","redirectUris":["http://evil.example/"]})")),
            "redirectUris");
  EXPECT_EQ(
      first_error_field(admin(Method::post, "/api/v1/apps", R"({"name":"A","tokenLifetimeSeconds":59})")),
      "tokenLifetimeSeconds");
  EXPECT_EQ(admin(Method::get, "/api/v1/apps").json.at("items").as_array().size(), 0U);
}

TEST_F(AdministrationTest, RotationHasThreeStepsInOrder) {
  admin(Method::post, "/api/v1/apps", R"({"name":"Orders"})");
  const auto rotate = [&](const std::string& step) {
    return admin(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":")" + step + "\"}");
  };
  EXPECT_EQ(rotate("activate").status(), 409);
  EXPECT_EQ(rotate("retire").status(), 409);
  EXPECT_EQ(rotate("prepare").text("secretKey").size(), 43U);
  EXPECT_EQ(rotate("prepare").status(), 409);
  EXPECT_EQ(rotate("activate").status(), 200);
  EXPECT_EQ(rotate("prepare").status(), 409);
  EXPECT_EQ(rotate("retire").status(), 200);
  EXPECT_EQ(rotate("prepare").status(), 200);
  EXPECT_EQ(rotate("jump").status(), 422);
}

TEST_F(AdministrationTest, MembersHaveRolesOfTheirApp) {
  admin(Method::post, "/api/v1/apps", R"({"name":"Orders"})");
  EXPECT_EQ(admin(Method::post, "/api/v1/apps/orders/roles",
                  R"({"name":"Clerk","permissions":["orders:read","orders:read"]})")
                .json.at("permissions")
                .as_array()
                .size(),
            1U);
  EXPECT_EQ(admin(Method::post, "/api/v1/apps/orders/roles", R"({"name":"Clerk"})").status(), 422);
  EXPECT_EQ(
      admin(Method::post, "/api/v1/apps/orders/roles", R"({"name":"X","permissions":["a b"]})").status(),
      422);
  EXPECT_EQ(
      admin(Method::put, "/api/v1/apps/orders/members/" + user_, R"({"roles":["Clerk","Ghost"]})").status(),
      422);
  EXPECT_EQ(admin(Method::get, "/api/v1/apps/orders/members").json.at("items").as_array().size(), 0U);
  EXPECT_EQ(admin(Method::put, "/api/v1/apps/orders/members/" + user_, R"({"roles":["Clerk"]})").status(),
            200);
  const auto apps = call(signed_in("ada@example.com"), Method::get, "/api/v1/me/apps");
  EXPECT_EQ(apps.json.at("items").at(0).at("id").as_string(), "orders");
  EXPECT_EQ(admin(Method::delete_, "/api/v1/apps/orders/roles/Clerk").status(), 204);
  EXPECT_EQ(
      admin(Method::get, "/api/v1/apps/orders/members").json.at("items").at(0).at("roles").as_array().size(),
      0U);
  EXPECT_EQ(admin(Method::delete_, "/api/v1/apps/orders/members/" + user_).status(), 204);
  EXPECT_EQ(admin(Method::delete_, "/api/v1/apps/orders/members/" + user_).status(), 404);
}

// SE-10
TEST_F(AdministrationTest, OthersSessionsAnswerLikeNone) {
  const auto ada = signed_in("ada@example.com");
  const auto own = call(ada, Method::get, "/api/v1/me/sessions");
  const std::string id(own.json.at("items").at(0).at("id").as_string());
  const auto foreign = admin(Method::delete_, "/api/v1/me/sessions/" + id);
  const auto missing = admin(Method::delete_, "/api/v1/me/sessions/ses_nothing");
  EXPECT_EQ(foreign.status(), 404);
  EXPECT_EQ(foreign.response.body, missing.response.body);
  EXPECT_EQ(call(ada, Method::delete_, "/api/v1/me/sessions/" + id).status(), 204);
  EXPECT_EQ(call(ada, Method::get, "/api/v1/me").status(), 401);
}

TEST_F(AdministrationTest, SetPasswordEndsSessions) {
  const auto ada = signed_in("ada@example.com");
  const auto target = "/api/v1/operator/users/" + user_ + "/password";
  EXPECT_EQ(admin(Method::put, target, R"({"password":"another long password"})").status(), 404);
  EXPECT_EQ(local(Method::put, target, R"({"password":"too short"})").status(), 422);
  EXPECT_EQ(local(Method::put, target, R"({"password":"another long password"})").status(), 204);
  EXPECT_EQ(call(ada, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", "another long password").status(), 200);
}

TEST_F(AdministrationTest, HttpsIsAskedForOnEveryAnswer) {
  for (const char* target : {"/sign-in", "/api/v1/me", "/healthz", "/nothing-here"}) {
    EXPECT_EQ(call("", Method::get, target).response.headers.find("Strict-Transport-Security"),
              "max-age=31536000")
        << target;
  }
}

// HT-14
TEST_F(AdministrationTest, ForeignHostsAreTurnedAway) {
  auto request = make_request(Method::get, "/api/v1/me", "");
  request.headers.set("Host", "evil.example");
  EXPECT_EQ(send(request).status(), 421);
}

}  // namespace
}  // namespace gatehouse::server
