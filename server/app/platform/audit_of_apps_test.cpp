// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// Mia manages `orders`; there are `billing` and `stock`, too. Something happens in each, in turn.
class AuditOfAppsTest : public PlatformTest {
 protected:
  AuditOfAppsTest() {
    add_user("owner@example.com", "administrator");
    mia_ = add_user("mia@example.com");
    ada_ = add_user("ada@example.com");
    for (const char* app : {"orders", "billing", "stock"}) {
      local(Method::post, "/api/v1/apps",
            boost::json::serialize(boost::json::object{{"id", app}, {"name", app}}));
    }
    manage("orders");
    for (int i = 0; i < 3; ++i) {
      for (const char* app : {"orders", "billing", "stock"}) {
        clock_.advance(std::chrono::seconds(1));
        const boost::json::object role = {{"name", "role" + std::to_string(i)}};
        local(Method::post, std::string("/api/v1/apps/") + app + "/roles", boost::json::serialize(role));
      }
    }
    cookie_ = signed_in("mia@example.com");
  }
  void manage(const std::string& app) { local(Method::put, "/api/v1/apps/" + app + "/managers/" + mia_); }
  Answer search(const std::string& query) {
    return call(cookie_, Method::get, "/api/v1/audit-events" + query);
  }
  std::string make_key(const std::string& permission, const std::string& more = "") {
    return local(
               Method::post, "/api/v1/api-keys",
               R"({"name":"x","permissions":[")" + permission + R"("],"user":")" + owner() + '"' + more + "}")
        .text("key");
  }
  std::string owner() {
    return std::string(local(Method::get, "/api/v1/users?email=owner@example.com")
                           .json.at("items")
                           .at(0)
                           .at("id")
                           .as_string());
  }
  Answer with(const std::string& key, const std::string& query) {
    auto request = make_request(Method::get, "/api/v1/audit-events" + query, "");
    request.headers.add("Authorization", "Bearer " + key);
    return send(std::move(request));
  }
  static std::set<std::string> apps_in(const Answer& answer) {
    std::set<std::string> apps;
    for (const auto& event : answer.json.at("items").as_array()) apps.emplace(event.at("appId").as_string());
    return apps;
  }
  using Apps = std::set<std::string>;

  std::string mia_, ada_, cookie_;
};

TEST_F(AuditOfAppsTest, ManagerSeesWhatHappenedInTheOwnApp) {
  const auto seen = search("?limit=500");
  EXPECT_EQ(seen.status(), 200);
  EXPECT_EQ(apps_in(seen), Apps{"orders"});
  EXPECT_EQ(seen.json.at("items").as_array().size(), 5U);  // made, manager named, three roles
  EXPECT_EQ(search("?app=orders&limit=500").response.body, seen.response.body);
}

TEST_F(AuditOfAppsTest, ManagerSeesNothingOfThePlatformOrOfOtherApps) {
  EXPECT_TRUE(apps_in(search("?action=user.added")).empty());
  EXPECT_TRUE(apps_in(search("?actor=" + mia_)).empty());  // signed in, but not into an app
  EXPECT_TRUE(apps_in(search("?app=billing&action=role.added")).empty());
  EXPECT_EQ(apps_in(search("?action=role.added")), Apps{"orders"});
  EXPECT_EQ(apps_in(search("?actor=operator&outcome=success")), Apps{"orders"});
  EXPECT_EQ(search("?app=").status(), 422);
}

TEST_F(AuditOfAppsTest, PeopleAreFoundByAddress) {
  for (const char* role : {"actor", "target"}) {
    const auto find = [&](const std::string& who) {
      return local(Method::get, std::string("/api/v1/audit-events?limit=500&") + role + "=" + who)
          .json.at("items")
          .as_array();
    };
    EXPECT_EQ(find("Mia@example.com"), find(mia_)) << role;
    EXPECT_FALSE(find("mia@example.com").empty()) << role;
    EXPECT_TRUE(find("nobody@example.com").empty()) << role;
  }
}

TEST_F(AuditOfAppsTest, ForeignAppAnswersLikeAMissingOne) {
  const auto foreign = search("?app=billing");
  const auto missing = search("?app=none");
  EXPECT_EQ(foreign.status(), missing.status());
  EXPECT_EQ(foreign.response.body, missing.response.body);
  EXPECT_TRUE(apps_in(foreign).empty());
}

TEST_F(AuditOfAppsTest, NoCursorReachesWhatIsNotTheirs) {
  const auto all = local(Method::get, "/api/v1/audit-events?limit=1").text("nextCursor");
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(apps_in(search("?limit=500&cursor=" + all)), Apps{"orders"});
}

TEST_F(AuditOfAppsTest, SeveralAppsAreOneLogPageAfterPage) {
  manage("stock");
  std::vector<std::pair<std::string, std::int64_t>> seen;
  std::string cursor;
  do {
    const auto page = search("?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    ASSERT_EQ(page.status(), 200);
    for (const auto& event : page.json.at("items").as_array())
      seen.emplace_back(event.at("appId").as_string(), std::stoll(std::string(event.at("id").as_string())));
    cursor = page.text("nextCursor");
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 10U);
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater(), [](const auto& event) { return event.second; }));
  EXPECT_EQ(std::ranges::count(seen, "orders", [](const auto& event) { return event.first; }), 5);
  EXPECT_EQ(std::ranges::count(seen, "billing", [](const auto& event) { return event.first; }), 0);
}

TEST_F(AuditOfAppsTest, SeeingEndsWithManaging) {
  manage("stock");
  EXPECT_EQ(apps_in(search("?limit=500")), (Apps{"orders", "stock"}));
  local(Method::delete_, "/api/v1/apps/orders/managers/" + mia_);
  EXPECT_EQ(apps_in(search("?limit=500")), Apps{"stock"});
  local(Method::delete_, "/api/v1/apps/stock/managers/" + mia_);
  EXPECT_EQ(search("").status(), 403);
}

TEST_F(AuditOfAppsTest, OrdinaryPeopleAndStrangersSeeNoLog) {
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/api/v1/audit-events").status(), 403);
  EXPECT_EQ(call("", Method::get, "/api/v1/audit-events").status(), 401);
}

TEST_F(AuditOfAppsTest, KeyForAppsSeesWhatItsAppsDid) {
  EXPECT_EQ(apps_in(with(make_key("app:view", R"(,"apps":["billing"])"), "?limit=500")), Apps{"billing"});
  const auto every_app = with(make_key("app:view"), "?limit=500");
  EXPECT_EQ(apps_in(every_app), (Apps{"orders", "billing", "stock"}));
  EXPECT_EQ(apps_in(with(make_key("app:view"), "?app=stock")), Apps{"stock"});
  EXPECT_TRUE(apps_in(with(make_key("platform:view"), "?limit=500")).contains(""));
  EXPECT_EQ(with(make_key("app:manage"), "").status(), 403);
  EXPECT_EQ(with(make_key("users:manage"), "").status(), 403);
}

TEST_F(AuditOfAppsTest, EventsNameThePeopleThatManagersCannotLookUp) {
  call(cookie_, Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":["role0"]})");
  const auto event = search("?limit=1").json.at("items").at(0);
  EXPECT_EQ(event.at("actorName").as_string(), "mia");
  EXPECT_EQ(event.at("targetName").as_string(), "ada");
  local(Method::delete_, "/api/v1/users/" + ada_);
  EXPECT_TRUE(search("?target=" + ada_).json.at("items").at(0).at("targetName").is_null());
}

TEST_F(AuditOfAppsTest, AuditorsSeeItAll) {
  add_user("auditor@example.com", "auditor");
  const auto seen = call(signed_in("auditor@example.com"), Method::get, "/api/v1/audit-events?limit=500");
  EXPECT_EQ(apps_in(seen), (Apps{"", "orders", "billing", "stock"}));
}

}  // namespace
}  // namespace gatehouse::server
