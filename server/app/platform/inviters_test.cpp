// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/platform/invitations_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Mia manages `orders`; beside it there is `billing` with a role of its own. Who invites is what is tested.
class InvitersTest : public InvitationsTest {
 protected:
  InvitersTest() {
    mia_ = add_user("mia@example.com");
    as_boss(Method::put, "/api/v1/apps/orders/managers/" + mia_);
    as_boss(Method::post, "/api/v1/apps", {{"id", "billing"}, {"name", "Billing"}});
    as_boss(Method::post, "/api/v1/apps/billing/roles", {{"name", "cashier"}});
    mia_cookie_ = signed_in("mia@example.com");
  }

  static std::string invitations_of(const std::string& app) { return "/api/v1/apps/" + app + "/invitations"; }
  static boost::json::object link() { return {{"maxUses", 3}, {"roles", {"clerk"}}}; }

  Answer as_mia(Method method, const std::string& path, const boost::json::object& body = {}) {
    return call(mia_cookie_, method, path, method == Method::get ? "" : boost::json::serialize(body));
  }
  Answer with(const std::string& key, Method method, const std::string& path,
              const boost::json::object& body = {}) {
    auto request = make_request(method, path, method == Method::get ? "" : boost::json::serialize(body));
    request.headers.add("Authorization", "Bearer " + key);
    return send(std::move(request));
  }
  std::string add_key(const std::string& cookie, boost::json::object body) {
    body["name"] = "script";
    return call(cookie, Method::post, "/api/v1/api-keys", boost::json::serialize(body)).text("key");
  }
  std::string add_account(const boost::json::object& body) {
    return as_boss(Method::post, "/api/v1/service-accounts", body).text("id");
  }
  std::string key_of_account(const std::string& account) {
    return add_key(boss_cookie_, {{"permissions", {"app:view", "app:manage"}}, {"serviceAccount", account}});
  }
  /// Somebody new takes the invitation; whether it let them in.
  bool lets_in(const std::string& token) {
    const auto email = "guest" + std::to_string(++guests_) + "@example.com";
    add_user(email);
    return accept(token, {}, signed_in(email)).status() == 200;
  }

  std::string mia_, mia_cookie_;
  int guests_ = 0;
};

TEST_F(InvitersTest, ManagerInvitesToTheOwnApp) {
  const auto sent =
      as_mia(Method::post, invitations_of("orders"), {{"email", "ada@example.com"}, {"roles", {"clerk"}}});
  EXPECT_EQ(sent.status(), 201);
  EXPECT_EQ(sent.json.at("invitedBy").at("id").as_string(), mia_);
  EXPECT_EQ(as_mia(Method::get, invitations_of("orders")).json.at("items").as_array().size(), 1U);
  EXPECT_EQ(accept_as_new(mailed_invitation("invitation")).status(), 201);
  EXPECT_EQ(roles_of("ada@example.com"), R"(["clerk"])");
}

// Its link makes an account whose address counts as proven, which is not a manager's to give.
TEST_F(InvitersTest, ManagerIsNotToldTheMailedLink) {
  const auto sent = as_mia(Method::post, invitations_of("orders"), {{"email", "ada@example.com"}});
  EXPECT_TRUE(sent.json.at("url").is_null());
  const auto again = as_mia(Method::post, invitations_of("orders") + "/" + sent.text("id") + "/resend");
  EXPECT_EQ(again.status(), 200);
  EXPECT_TRUE(again.json.at("url").is_null());
  const auto key = add_key(mia_cookie_, {{"permissions", {"app:manage"}}});
  EXPECT_TRUE(with(key, Method::post, invitations_of("orders"), {{"email", "b@example.com"}})
                  .json.at("url")
                  .is_null());
}

TEST_F(InvitersTest, ManagerInvitesToNoOtherApp) {
  const auto sent = as_boss(Method::post, invitations_of("billing"), {{"maxUses", 1}});
  const auto foreign = as_mia(Method::post, invitations_of("billing"), {{"maxUses", 1}});
  EXPECT_EQ(foreign.status(), 404);
  EXPECT_EQ(foreign.response.body,
            as_mia(Method::post, invitations_of("none"), {{"maxUses", 1}}).response.body);
  for (const auto* app : {"billing", "orders"}) {
    const auto one = invitations_of(app) + "/" + sent.text("id");
    EXPECT_EQ(as_mia(Method::get, one).status(), 404) << app;
    EXPECT_EQ(as_mia(Method::post, one + "/resend").status(), 404) << app;
    EXPECT_EQ(as_mia(Method::delete_, one).status(), 404) << app;
  }
  EXPECT_EQ(as_mia(Method::get, invitations_of("billing")).status(), 404);
  EXPECT_TRUE(lets_in(token_of(sent)));  // nothing happened to it
}

// RE-19, AC-04
TEST_F(InvitersTest, NobodyInvitesWithRolesOfAnotherAppOrThePlatform) {
  const boost::json::object bodies[] = {{{"maxUses", 1}, {"roles", {"cashier"}}},
                                        {{"maxUses", 1}, {"platformRole", "owner"}},
                                        {{"maxUses", 1}, {"platformRoles", {"owner"}}},
                                        {{"maxUses", 1}, {"isAdmin", true}},
                                        {{"maxUses", 1}, {"managedApps", {"orders"}}},
                                        {{"maxUses", 1}, {"appId", "billing"}},
                                        {{"maxUses", 1}, {"permissions", {"orders:delete"}}}};
  const auto key = add_key(boss_cookie_, {{"permissions", {"app:manage"}}});
  for (const auto& body : bodies) {
    const auto text = boost::json::serialize(body);
    EXPECT_EQ(as_boss(Method::post, invitations_of("orders"), body).status(), 422) << text;
    EXPECT_EQ(as_mia(Method::post, invitations_of("orders"), body).status(), 422) << text;
    EXPECT_EQ(with(key, Method::post, invitations_of("orders"), body).status(), 422) << text;
  }
  EXPECT_TRUE(as_boss(Method::get, invitations_of("orders")).json.at("items").as_array().empty());
}

// RE-19
TEST_F(InvitersTest, InvitationGivesNoPlatformRoleAndNoManagement) {
  const auto sent = as_mia(Method::post, invitations_of("orders"), {{"maxUses", 1}, {"roles", {"manager"}}});
  const auto ada = add_user("ada@example.com");
  const auto cookie = signed_in("ada@example.com");
  EXPECT_EQ(accept(token_of(sent), {}, cookie).status(), 200);
  EXPECT_TRUE(as_boss(Method::get, "/api/v1/users/" + ada).json.at("platformRole").is_null());
  EXPECT_EQ(as_boss(Method::get, "/api/v1/apps/orders/managers").json.at("items").as_array().size(), 1U);
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/apps/orders").status(), 403);
}

TEST_F(InvitersTest, ManagersInvitationEndsWithTheManagement) {
  const auto token = token_of(as_mia(Method::post, invitations_of("orders"), link()));
  EXPECT_TRUE(lets_in(token));
  as_boss(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_FALSE(lets_in(token));
  EXPECT_EQ(call("", Method::get, "/invite/" + token).status(), 404);
  // Who gets the right back gets the invitation back: it was never withdrawn.
  as_boss(Method::put, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_TRUE(lets_in(token));
}

TEST_F(InvitersTest, ManagerOfAnotherAppVouchesForThatOneOnly) {
  as_boss(Method::put, "/api/v1/apps/billing/managers/" + mia_);
  const auto token = token_of(as_mia(Method::post, invitations_of("orders"), link()));
  as_boss(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_FALSE(lets_in(token));
}

TEST_F(InvitersTest, WhoSendsItAgainVouchesForIt) {
  const auto sent = as_mia(Method::post, invitations_of("orders"), link());
  const auto again = as_boss(Method::post, invitations_of("orders") + "/" + sent.text("id") + "/resend");
  as_boss(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_TRUE(lets_in(token_of(again)));
}

TEST_F(InvitersTest, KeyInvitesAsFarAsItGoes) {
  const auto key = add_key(mia_cookie_, {{"permissions", {"app:manage"}}, {"apps", {"orders"}}});
  EXPECT_EQ(with(key, Method::post, invitations_of("orders"), link()).status(), 201);
  EXPECT_EQ(with(key, Method::post, invitations_of("billing"), {{"maxUses", 1}}).status(), 404);
  const auto looks = add_key(mia_cookie_, {{"permissions", {"app:view"}}});
  EXPECT_EQ(with(looks, Method::get, invitations_of("orders")).status(), 200);
  EXPECT_EQ(with(looks, Method::post, invitations_of("orders"), link()).status(), 403);
  const auto of_boss =
      add_key(boss_cookie_, {{"permissions", {"app:view", "app:manage"}}, {"apps", {"billing"}}});
  EXPECT_EQ(with(of_boss, Method::post, invitations_of("orders"), link()).status(), 404);
  const auto for_users = add_key(boss_cookie_, {{"permissions", {"users:manage", "apps:manage"}}});
  EXPECT_EQ(with(for_users, Method::post, invitations_of("orders"), link()).status(), 403);
}

TEST_F(InvitersTest, KeysInvitationIsItsOwnersAndOutlivesTheKey) {
  const auto made = call(mia_cookie_, Method::post, "/api/v1/api-keys",
                         R"({"name":"script","permissions":["app:manage"]})");
  const auto sent = with(made.text("key"), Method::post, invitations_of("orders"), link());
  EXPECT_EQ(sent.json.at("invitedBy").at("id").as_string(), mia_);
  as_mia(Method::delete_, "/api/v1/api-keys/" + made.text("id"));
  EXPECT_TRUE(lets_in(token_of(sent)));
  as_boss(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_FALSE(lets_in(token_of(sent)));
}

TEST_F(InvitersTest, ServiceAccountInvitesToItsApps) {
  const auto account = add_account({{"name", "onboarding"}, {"apps", {"orders"}}});
  const auto key = key_of_account(account);
  const auto sent = with(key, Method::post, invitations_of("orders"), {{"email", "ada@example.com"}});
  EXPECT_EQ(sent.status(), 201);
  EXPECT_TRUE(sent.json.at("url").is_null());
  EXPECT_EQ(sent.json.at("invitedBy").at("id").as_string(), account);
  EXPECT_EQ(sent.json.at("invitedBy").at("name").as_string(), "onboarding");
  EXPECT_EQ(with(key, Method::post, invitations_of("billing"), {{"maxUses", 1}}).status(), 404);
  EXPECT_EQ(accept_as_new(mailed_invitation("invitation")).status(), 201);
}

TEST_F(InvitersTest, ServiceAccountsInvitationEndsWithItsRight) {
  const auto account = add_account({{"name", "onboarding"}, {"apps", {"orders"}}});
  const auto path = "/api/v1/service-accounts/" + account;
  const auto token = token_of(with(key_of_account(account), Method::post, invitations_of("orders"), link()));
  EXPECT_TRUE(lets_in(token));
  as_boss(Method::patch, path, {{"disabled", true}});
  EXPECT_FALSE(lets_in(token));
  as_boss(Method::patch, path, {{"disabled", false}});
  EXPECT_TRUE(lets_in(token));
  as_boss(Method::patch, path, {{"apps", boost::json::array{"billing"}}});
  EXPECT_FALSE(lets_in(token));
  as_boss(Method::patch, path, {{"apps", boost::json::array{"orders"}}});
  as_boss(Method::delete_, path);
  EXPECT_FALSE(lets_in(token));
}

TEST_F(InvitersTest, OperatorsInvitationStays) {
  const auto token =
      token_of(local(Method::post, invitations_of("orders"), R"({"maxUses":1,"roles":["clerk"]})"));
  local(Method::post, "/api/v1/users/" + boss_ + "/disable");
  EXPECT_TRUE(lets_in(token));
}

TEST_F(InvitersTest, EachInviterIsInTheLogOfTheApp) {
  const auto account = add_account({{"name", "onboarding"}, {"apps", {"orders"}}});
  const auto by_account = with(key_of_account(account), Method::post, invitations_of("orders"), link());
  const auto by_mia = as_mia(Method::post, invitations_of("orders"), link());
  const auto events =
      as_mia(Method::get, "/api/v1/audit-events?action=invitation.link_made").json.at("items");
  ASSERT_EQ(events.as_array().size(), 2U);
  EXPECT_EQ(events.at(0).at("actor").as_string(), mia_);
  EXPECT_EQ(events.at(0).at("target"), by_mia.json.at("id"));
  EXPECT_EQ(events.at(1).at("actor").as_string(), account);
  EXPECT_EQ(events.at(1).at("target"), by_account.json.at("id"));
}

}  // namespace
}  // namespace gatehouse::server
