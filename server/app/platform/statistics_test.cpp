// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class StatisticsTest : public PlatformTest {
 protected:
  StatisticsTest() {
    add_user("auditor@example.com", "auditor");
    add_user("ada@example.com");
    add_app();
    auditor_ = signed_in("auditor@example.com");
  }

  void add_app() { local(Method::post, "/api/v1/apps", R"({"name":"Orders","id":"orders"})"); }
  Answer statistics(const std::string& query) {
    return call(auditor_, Method::get, "/api/v1/statistics" + query);
  }
  static std::int64_t number(const boost::json::value& json, std::string_view member) {
    return json.at(member).as_int64();
  }

  std::string auditor_;
};

TEST_F(StatisticsTest, CountsSignInsByTheHour) {
  clock_.advance(std::chrono::hours(2));
  sign_in("ada@example.com", kPassword);
  sign_in("ada@example.com", kPassword);
  sign_in("ada@example.com", "not the right password");
  const auto counted = statistics("?days=1");
  ASSERT_EQ(counted.status(), 200);
  EXPECT_EQ(number(counted.json, "users"), 2);
  EXPECT_EQ(number(counted.json, "apps"), 1);
  EXPECT_EQ(number(counted.json, "activeUsers"), 2);
  EXPECT_EQ(number(counted.json, "signIns"), 3);
  EXPECT_EQ(number(counted.json, "failures"), 1);
  const auto& hours = counted.json.at("hours").as_array();
  ASSERT_EQ(hours.size(), 2U);
  EXPECT_EQ(number(hours[0], "signIns"), 1);
  EXPECT_EQ(number(hours[1], "signIns"), 2);
  EXPECT_EQ(number(hours[1], "failures"), 1);
}

TEST_F(StatisticsTest, CountsWhatWasRefusedUnread) {
  for (int i = 0; i < 25; ++i) sign_in("nobody@example.com", "not the right password");
  for (const auto& work : application_->background_work()) work();
  const auto counted = statistics("?days=1");
  EXPECT_EQ(number(counted.json, "failures"), 20);
  EXPECT_EQ(number(counted.json, "throttled"), 5);
  EXPECT_EQ(number(counted.json.at("hours").as_array().back(), "throttled"), 5);
}

TEST_F(StatisticsTest, CountsEachActiveUserOnceAnHourAndOnceADay) {
  for (int i = 0; i < 3; ++i) sign_in("ada@example.com", kPassword);
  clock_.advance(std::chrono::hours(1));
  sign_in("ada@example.com", kPassword);
  clock_.advance(std::chrono::hours(24));
  sign_in("ada@example.com", kPassword);
  const auto counted = statistics("?days=7");
  const auto& hours = counted.json.at("hours").as_array();
  ASSERT_EQ(hours.size(), 3U);
  EXPECT_EQ(number(hours[0], "activeUsers"), 2);  // the auditor too
  EXPECT_EQ(number(hours[1], "activeUsers"), 1);
  const auto& days = counted.json.at("days").as_array();
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(number(days[0], "activeUsers"), 2);
  EXPECT_EQ(number(days[1], "activeUsers"), 1);
  EXPECT_EQ(number(counted.json, "activeUsers"), 2);
}

TEST_F(StatisticsTest, LeavesOutWhatIsOlder) {
  clock_.advance(std::chrono::hours(25));
  sign_in("ada@example.com", kPassword);
  EXPECT_EQ(number(statistics("").json, "signIns"), 1);
  EXPECT_EQ(number(statistics("?days=7").json, "signIns"), 2);
}

TEST_F(StatisticsTest, RefusesDaysOutOfBounds) {
  for (const char* days : {"0", "31", "-1", "7x", "", "99999999999"}) {
    EXPECT_EQ(statistics(std::string("?days=") + days).status(), 422) << days;
  }
}

class ConsoleAnswersTest : public StatisticsTest {};

TEST_F(ConsoleAnswersTest, TheConsoleIsForThoseWhoMayViewThePlatform) {
  const auto anonymous = call("", Method::get, "/console/users?x=1");
  EXPECT_EQ(anonymous.status(), 303);
  EXPECT_EQ(anonymous.response.headers.find("Location"), "/sign-in?return_to=%2Fconsole%2Fusers%3Fx%3D1");
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/console").status(), 403);
  for (const char* path :
       {"/console", "/console/users", "/console/users/usr_1", "/console/apps/orders/roles"}) {
    EXPECT_EQ(call(auditor_, Method::get, path).status(), 200) << path;
  }
}

TEST_F(ConsoleAnswersTest, AppsOfAUserCarryTheRoles) {
  const auto ada = call(auditor_, Method::get, "/api/v1/users?email=ada@example.com").json.at("items").at(0);
  const auto id = std::string(ada.at("id").as_string());
  local(Method::post, "/api/v1/apps/orders/roles", R"({"name":"clerk"})");
  local(Method::put, "/api/v1/apps/orders/members/" + id, R"({"roles":["clerk"]})");
  const auto found = call(auditor_, Method::get, "/api/v1/users/" + id + "/apps");
  EXPECT_EQ(boost::json::serialize(found.json.at("items")),
            R"([{"id":"orders","name":"Orders","roles":["clerk"]}])");
  EXPECT_EQ(call(auditor_, Method::get, "/api/v1/users/usr_none/apps").status(), 404);
}

TEST_F(ConsoleAnswersTest, AnAppTellsTheNextStepOfItsRotation) {
  const auto step = [&] { return call(auditor_, Method::get, "/api/v1/apps/orders").text("nextSecretStep"); };
  for (const std::string next : {"prepare", "activate", "retire"}) {
    EXPECT_EQ(step(), next);
    EXPECT_EQ(
        local(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":")" + next + "\"}").status(),
        200);
  }
  EXPECT_EQ(step(), "prepare");
}

}  // namespace
}  // namespace gatehouse::server
