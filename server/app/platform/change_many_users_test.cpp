// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

namespace json = boost::json;
using http::Method;

class ChangeManyUsersTest : public PlatformTest {
 protected:
  ChangeManyUsersTest() {
    owner_ = add_user("owner@example.com", "administrator");
    admin_ = add_user("admin@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    eve_ = add_user("eve@example.com");
    cookie_ = signed_in("admin@example.com");
  }
  Answer change(const std::string& action, const std::vector<std::string>& ids,
                const std::string& mode = "") {
    json::array list(ids.begin(), ids.end());
    json::object body = {{"action", action}, {"ids", std::move(list)}};
    if (!mode.empty()) body["mode"] = mode;
    return call(cookie_, Method::post, "/api/v1/users/bulk", json::serialize(body));
  }
  bool is_disabled(const std::string& id) {
    return !local(Method::get, "/api/v1/users/" + id).json.at("disabledAt").is_null();
  }

  std::string owner_, admin_, ada_, eve_, cookie_;
};

TEST_F(ChangeManyUsersTest, DisablesEnablesAndDeletes) {
  const auto session = signed_in("ada@example.com");
  const auto disabled = change("disable", {ada_, eve_});
  EXPECT_EQ(disabled.status(), 200);
  EXPECT_EQ(disabled.json.at("done").as_int64(), 2);
  EXPECT_EQ(disabled.json.at("items").at(1).at("id").as_string(), eve_);
  EXPECT_EQ(disabled.json.at("items").at(1).at("status").as_string(), "done");
  EXPECT_TRUE(is_disabled(ada_));
  EXPECT_EQ(call(session, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(change("disable", {ada_}).json.at("items").at(0).at("status").as_string(), "unchanged");
  EXPECT_EQ(change("enable", {ada_, eve_}).status(), 200);
  EXPECT_FALSE(is_disabled(eve_));
  EXPECT_EQ(change("delete", {ada_, eve_}).status(), 200);
  EXPECT_EQ(local(Method::get, "/api/v1/users/" + ada_).status(), 404);
}

TEST_F(ChangeManyUsersTest, SigningOutEndsSessionsOnly) {
  const auto session = signed_in("ada@example.com");
  EXPECT_EQ(change("sign_out", {ada_, eve_}).status(), 200);
  EXPECT_EQ(call(session, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
}

TEST_F(ChangeManyUsersTest, OneRefusalChangesNobodyAndNamesEachRefused) {
  const auto answer = change("disable", {ada_, owner_, "usr_nobody", admin_});
  EXPECT_EQ(answer.status(), 409);
  EXPECT_EQ(answer.code(), "some_refused");
  ASSERT_EQ(answer.json.at("errors").as_array().size(), 3U);
  EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), owner_);
  EXPECT_FALSE(is_disabled(ada_));
  const auto events = local(Method::get, "/api/v1/audit-events");
  EXPECT_EQ(events.response.body.find("user.disabled"), std::string::npos);
}

TEST_F(ChangeManyUsersTest, EachPersonHasAnEventOfTheirOwn) {
  signed_in("ada@example.com");
  signed_in("eve@example.com");
  for (const char* action : {"sign_out", "disable", "enable", "delete"}) change(action, {ada_, eve_});
  for (const auto& id : {ada_, eve_}) {
    std::vector<std::string> actions;
    const auto events = local(Method::get, "/api/v1/audit-events?target=" + id + "&actor=" + admin_);
    for (const auto& event : events.json.at("items").as_array()) {
      EXPECT_EQ(event.at("outcome").as_string(), "success");
      actions.emplace_back(event.at("action").as_string());
    }
    EXPECT_EQ(actions, (std::vector<std::string>{"user.deleted", "user.enabled", "user.disabled",
                                                 "user.sessions_ended"}));
  }
}

TEST_F(ChangeManyUsersTest, OthersAreChangedWhereAsked) {
  const auto answer = change("disable", {ada_, owner_, admin_}, "skip_bad");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.json.at("done").as_int64(), 1);
  EXPECT_EQ(answer.json.at("items").at(1).at("code").as_string(), "forbidden");
  EXPECT_EQ(answer.json.at("items").at(2).at("code").as_string(), "own_account");
  EXPECT_TRUE(is_disabled(ada_));
  EXPECT_FALSE(is_disabled(owner_));
}

TEST_F(ChangeManyUsersTest, LastOwnerStaysHoweverManyAreNamed) {
  const auto second = add_user("second@example.com", "owner");
  const auto body = json::serialize(
      json::object{{"action", "disable"}, {"ids", json::array{owner_, second}}, {"mode", "skip_bad"}});
  const auto answer = local(Method::post, "/api/v1/users/bulk", body);
  EXPECT_EQ(answer.json.at("done").as_int64(), 1);
  EXPECT_EQ(answer.json.at("items").at(1).at("code").as_string(), "last_owner");
}

TEST_F(ChangeManyUsersTest, BadRequestsAreRefusedByName) {
  EXPECT_EQ(change("promote", {ada_}).status(), 422);
  EXPECT_EQ(change("disable", {}).status(), 422);
  EXPECT_EQ(change("disable", {ada_, ada_}).status(), 422);
  EXPECT_EQ(change("disable", {ada_}, "some").status(), 422);
  EXPECT_EQ(change("disable", std::vector<std::string>(501, "x")).status(), 422);
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::post, "/api/v1/users/bulk", "{}").status(), 403);
}

TEST_F(ChangeManyUsersTest, WhoDecidedOverAnOlderVersionIsToldSo) {
  const auto shown = local(Method::get, "/api/v1/users/" + ada_);
  const std::string etag(*shown.response.headers.find("ETag"));
  EXPECT_EQ(local(Method::patch, "/api/v1/users/" + ada_, R"({"name":"Ada"})").status(), 200);
  for (const auto& [method, path] : {std::pair(Method::post, "/disable"), std::pair(Method::delete_, "")}) {
    auto request = make_request(method, "/api/v1/users/" + ada_ + path, "");
    request.headers.add("If-Match", etag);
    EXPECT_EQ(read(application_->handle_local(request)).status(), 412);
  }
  EXPECT_FALSE(is_disabled(ada_));
}

}  // namespace
}  // namespace gatehouse::server
