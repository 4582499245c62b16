// SPDX-License-Identifier: Apache-2.0
#include <thread>
#include <tuple>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class PlatformRolesTest : public PlatformTest {
 protected:
  PlatformRolesTest() {
    owner_ = add_user("owner@example.com", "administrator");  // the first one becomes the owner
    admin_ = add_user("admin@example.com", "administrator");
    ada_ = add_user("ada@example.com");
  }
  Answer set_role(const std::string& cookie, const std::string& user, const std::string& role) {
    return call(cookie, Method::patch, "/api/v1/users/" + user, R"({"platformRole":)" + role + "}");
  }
  std::string role_of(const std::string& user) {
    return local(Method::get, "/api/v1/users/" + user).text("platformRole");
  }
  std::string owner_, admin_, ada_;
};

TEST_F(PlatformRolesTest, AdministratorsMakeAdministratorsAndAuditors) {
  const auto admin = signed_in("admin@example.com");
  EXPECT_EQ(set_role(admin, ada_, R"("auditor")").text("platformRole"), "auditor");
  EXPECT_EQ(set_role(admin, ada_, R"("administrator")").text("platformRole"), "administrator");
  EXPECT_EQ(set_role(admin, ada_, "null").status(), 200);
  EXPECT_EQ(role_of(ada_), "");
}

// AC-04
TEST_F(PlatformRolesTest, NobodyGrantsMoreThanTheyHold) {
  const auto admin = signed_in("admin@example.com");
  EXPECT_EQ(set_role(admin, ada_, R"("owner")").code(), "beyond_rights");
  EXPECT_EQ(set_role(admin, admin_, R"("owner")").status(), 403);
  EXPECT_EQ(set_role(admin, owner_, R"("auditor")").status(), 403);
  local(Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
  local(Method::put, "/api/v1/apps/orders/managers/" + ada_);
  EXPECT_EQ(set_role(signed_in("ada@example.com"), ada_, R"("administrator")").status(), 403);
  EXPECT_EQ(set_role(signed_in("owner@example.com"), ada_, R"("owner")").status(), 200);
}

TEST_F(PlatformRolesTest, AuditorChangesNothing) {
  local(Method::patch, "/api/v1/users/" + ada_, R"({"platformRole":"auditor"})");
  EXPECT_EQ(set_role(signed_in("ada@example.com"), ada_, R"("administrator")").status(), 403);
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/api/v1/mail-outbox").status(), 403);
}

TEST_F(PlatformRolesTest, RoleActsOnSessionsThatAreOpen) {
  const auto admin = signed_in("admin@example.com");
  EXPECT_EQ(call(admin, Method::get, "/api/v1/users").status(), 200);
  set_role(signed_in("owner@example.com"), admin_, "null");
  EXPECT_EQ(call(admin, Method::get, "/api/v1/users").status(), 403);
}

TEST_F(PlatformRolesTest, AdministratorDecidesOverNoOwner) {
  const auto admin = signed_in("admin@example.com");
  set_role(signed_in("owner@example.com"), ada_, R"("owner")");
  EXPECT_EQ(call(admin, Method::post, "/api/v1/users/" + ada_ + "/disable").status(), 403);
  EXPECT_EQ(call(admin, Method::delete_, "/api/v1/users/" + ada_).status(), 403);
  EXPECT_EQ(call(admin, Method::patch, "/api/v1/users/" + ada_, R"({"name":"x"})").status(), 403);
}

TEST_F(PlatformRolesTest, LastOwnerStaysOne) {
  const auto owner = signed_in("owner@example.com");
  for (const char* role : {"null", R"("administrator")", R"("auditor")"}) {
    const auto answer = set_role(owner, owner_, role);
    EXPECT_EQ(answer.status(), 409);
    EXPECT_EQ(answer.code(), "last_owner");
  }
  EXPECT_EQ(call(owner, Method::post, "/api/v1/users/" + owner_ + "/disable").code(), "last_owner");
  EXPECT_EQ(call(owner, Method::delete_, "/api/v1/users/" + owner_).code(), "last_owner");
  EXPECT_EQ(local(Method::patch, "/api/v1/users/" + owner_, R"({"platformRole":null})").code(), "last_owner");
  // One who can't sign in does not count.
  set_role(owner, ada_, R"("owner")");
  call(owner, Method::post, "/api/v1/users/" + ada_ + "/disable");
  EXPECT_EQ(set_role(owner, owner_, "null").code(), "last_owner");
  EXPECT_EQ(role_of(owner_), "owner");
}

TEST_F(PlatformRolesTest, OwnerWithoutAPasswordIsNoOther) {
  const auto owner = signed_in("owner@example.com");
  const auto eve = local(Method::post, "/api/v1/operator/users", R"({"email":"eve@example.com"})").text("id");
  EXPECT_EQ(set_role(owner, eve, R"("owner")").status(), 200);
  EXPECT_EQ(set_role(owner, owner_, "null").code(), "last_owner");
  EXPECT_EQ(set_role(owner, eve, "null").status(), 200);
}

TEST_F(PlatformRolesTest, OwnerWhoIsAboutToGoIsNoOther) {
  const auto owner = signed_in("owner@example.com");
  EXPECT_EQ(set_role(owner, ada_, R"("owner")").status(), 200);
  const auto ada = signed_in("ada@example.com");
  const auto ask = std::string(R"({"password":")") + kPassword + "\"}";
  EXPECT_EQ(call(ada, Method::post, "/api/v1/me/deletion", ask).status(), 202);
  EXPECT_EQ(call(owner, Method::delete_, "/api/v1/users/" + owner_).code(), "last_owner");
  EXPECT_EQ(call(owner, Method::post, "/api/v1/me/deletion", ask).code(), "last_owner");
  EXPECT_EQ(call(ada, Method::delete_, "/api/v1/me/deletion").status(), 204);
  EXPECT_EQ(set_role(owner, owner_, "null").status(), 200);
}

// AC-05: two owners against each other at the same moment; each way, one of them stays.
TEST_F(PlatformRolesTest, OwnersWhoRemoveEachOtherLeaveOne) {
  for (int round = 0; round < 20; ++round) {
    local(Method::patch, "/api/v1/users/" + admin_, R"({"platformRole":"owner"})");
    const auto first = signed_in("owner@example.com");
    const auto second = signed_in("admin@example.com");
    Answer of_first;
    Answer of_second;
    std::thread one([&] { of_first = set_role(first, admin_, "null"); });
    std::thread other([&] { of_second = set_role(second, owner_, "null"); });
    one.join();
    other.join();
    const bool first_stays = role_of(owner_) == "owner";
    const bool second_stays = role_of(admin_) == "owner";
    ASSERT_TRUE(first_stays || second_stays);
    ASSERT_EQ((of_first.status() == 200) + (of_second.status() == 200), 1);
    // 403 to the one who was no owner any more when the request came, 409 to the one who still was.
    const int lost = of_first.status() == 200 ? of_second.status() : of_first.status();
    EXPECT_TRUE(lost == 409 || lost == 403) << lost;
    local(Method::patch, "/api/v1/users/" + owner_, R"({"platformRole":"owner"})");
  }
}

TEST_F(PlatformRolesTest, UnknownRoleIsRefusedByName) {
  const auto answer = set_role(signed_in("owner@example.com"), ada_, R"("god")");
  EXPECT_EQ(answer.status(), 422);
  EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), "platformRole");
}

TEST_F(PlatformRolesTest, AuditLogTellsTheRole) {
  set_role(signed_in("owner@example.com"), ada_, R"("auditor")");
  const auto event = local(Method::get, "/api/v1/audit-events?limit=1").json.at("items").at(0);
  EXPECT_EQ(event.at("action").as_string(), "user.made_auditor");
  EXPECT_EQ(event.at("target").as_string(), ada_);
}

class VersionsTest : public PlatformTest {
 protected:
  VersionsTest() {
    add_user("owner@example.com", "administrator");
    cookie_ = signed_in("owner@example.com");
    local(Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
    local(Method::post, "/api/v1/apps/orders/roles", R"({"name":"editor","permissions":["a"]})");
    ada_ = add_user("ada@example.com");
    local(Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":["editor"]})");
  }
  Answer change(Method method, const std::string& target, const std::string& body, const std::string& etag) {
    auto request = make_request(method, target, body);
    request.headers.add("Cookie", "__Host-gatehouse_session=" + cookie_);
    request.headers.add("Origin", kOrigin);
    request.headers.add("If-Match", etag);
    return send(std::move(request));
  }
  std::string etag_of(const std::string& target) {
    return std::string(*local(Method::get, target).response.headers.find("ETag"));
  }
  std::string cookie_, ada_;
};

TEST_F(VersionsTest, StaleChangeOfARoleIs412) {
  const std::string role = "/api/v1/apps/orders/roles/editor";
  const auto etag = etag_of(role);
  EXPECT_EQ(change(Method::patch, role, R"({"permissions":["b"]})", etag).status(), 200);
  EXPECT_EQ(change(Method::patch, role, R"({"permissions":["c"]})", etag).code(), "stale");
  EXPECT_EQ(change(Method::delete_, role, "", etag).status(), 412);
  EXPECT_EQ(local(Method::get, role).json.at("permissions").at(0).as_string(), "b");
  EXPECT_EQ(change(Method::delete_, role, "", etag_of(role)).status(), 204);
}

TEST_F(VersionsTest, StaleChangeOfAMemberIs412) {
  const std::string member = "/api/v1/apps/orders/members/" + ada_;
  const auto etag = etag_of(member);
  EXPECT_EQ(change(Method::put, member, R"({"roles":[]})", etag).status(), 200);
  EXPECT_EQ(change(Method::put, member, R"({"roles":["editor"]})", etag).status(), 412);
  EXPECT_EQ(change(Method::delete_, member, "", etag).status(), 412);
  EXPECT_EQ(change(Method::delete_, member, "", etag_of(member)).status(), 204);
  EXPECT_EQ(change(Method::put, member, R"({"roles":[]})", etag).status(), 412);
}

TEST_F(VersionsTest, NothingThatCanBeEditedIsOverwrittenUnseen) {
  const auto account = local(Method::post, "/api/v1/service-accounts", R"({"name":"backup"})").text("id");
  const std::tuple<Method, std::string, std::string> edits[] = {
      {Method::patch, "/api/v1/me", R"({"firstName":"Olive"})"},
      {Method::patch, "/api/v1/users/" + ada_, R"({"firstName":"Ada"})"},
      {Method::patch, "/api/v1/apps/orders", R"({"name":"Other"})"},
      {Method::patch, "/api/v1/apps/orders/policy", R"({"requiredClaims":["email"]})"},
      {Method::patch, "/api/v1/apps/orders/branding", R"({"productName":"Other"})"},
      {Method::patch, "/api/v1/apps/orders/roles/editor", R"({"permissions":[]})"},
      {Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":[]})"},
      {Method::patch, "/api/v1/service-accounts/" + account, R"({"name":"other"})"},
      {Method::patch, "/api/v1/settings", R"({"productName":"Other"})"},
      {Method::put, "/api/v1/settings/sign-up", R"({"mode":"open"})"}};
  for (const auto& [method, target, body] : edits) {
    SCOPED_TRACE(target);
    const auto shown = call(cookie_, Method::get, target);
    ASSERT_EQ(shown.status(), 200);
    const auto etag = shown.response.headers.find("ETag");
    ASSERT_TRUE(etag);
    EXPECT_EQ(change(method, target, body, "\"v4711\"").code(), "stale");
    EXPECT_EQ(call(cookie_, Method::get, target).response.body, shown.response.body);
    EXPECT_EQ(change(method, target, body, std::string(*etag)).status(), 200);
    EXPECT_EQ(change(method, target, body, std::string(*etag)).status(), 412);
  }
}

TEST_F(VersionsTest, BothPagesOfSettingsShareOneVersion) {
  const auto etag = etag_of("/api/v1/settings");
  EXPECT_EQ(change(Method::put, "/api/v1/settings/sign-up", R"({"mode":"open"})", etag).status(), 200);
  EXPECT_EQ(change(Method::patch, "/api/v1/settings", R"({"signUpMode":"off"})", etag).status(), 412);
  EXPECT_EQ(local(Method::get, "/api/v1/settings/sign-up").text("mode"), "open");
}

TEST_F(VersionsTest, OldRolesOfOtherAppsAreNotFound) {
  local(Method::post, "/api/v1/apps", R"({"id":"billing","name":"Billing"})");
  EXPECT_EQ(local(Method::put, "/api/v1/apps/billing/members/" + ada_, R"({"roles":["editor"]})").status(),
            422);
}

}  // namespace
}  // namespace gatehouse::server
