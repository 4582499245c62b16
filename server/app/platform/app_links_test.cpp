// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <set>
#include <string>
#include <thread>

#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

/// What an administrator sees of an app's instances, and does to all of its tokens at once.
class AppLinksTest : public SignalsTest {
 protected:
  std::string make_instance(const std::string& host) {
    return make_stream(R"({"gatehouse_instance":{"id":"i-)" + host + R"(","host":")" + host +
                       R"(","version":"1.0","secrets":["k1"]}})");
  }
  boost::json::array instances() {
    return local(Method::get, "/api/v1/apps/orders/instances").json.at("items").as_array();
  }
};

TEST_F(AppLinksTest, InstancesAreNamedWithWhatTheyHaveTaken) {
  const auto stream = make_instance("box-1");
  poll(stream);
  auto listed = instances();
  ASSERT_EQ(listed.size(), 1u);
  EXPECT_EQ(listed[0].at("host").as_string(), "box-1");
  EXPECT_TRUE(listed[0].at("live").as_bool());
  EXPECT_TRUE(listed[0].at("upToDate").as_bool());
  set_roles(R"(["Chief"])");
  EXPECT_FALSE(instances()[0].at("upToDate").as_bool());
  take(stream);
  EXPECT_TRUE(instances()[0].at("upToDate").as_bool());
  clock_.advance(std::chrono::minutes(3));
  EXPECT_FALSE(instances()[0].at("live").as_bool());
  EXPECT_EQ(local(Method::get, "/api/v1/apps/none/instances").status(), 404);
}

TEST_F(AppLinksTest, InstanceThatComesAgainIsWaitedForOnce) {
  const auto lost = make_instance("box-1");
  const auto other = make_instance("box-2");
  const auto stream = make_instance("box-1");
  ASSERT_EQ(instances().size(), 2u);
  set_roles(R"(["Chief"])");
  take(stream);
  take(other);
  const auto answer = local(Method::post, "/api/v1/apps/orders/wait", R"({"seconds":0})");
  EXPECT_TRUE(answer.json.at("acknowledged").as_bool());
  EXPECT_EQ(as_app(Method::post, "/ssf/poll?stream_id=" + lost, "{}").status(), 404);
}

TEST_F(AppLinksTest, WaitingNamesWhoHasNotHeard) {
  const auto one = make_instance("box-1");
  make_instance("box-2");
  set_roles(R"(["Chief"])");
  take(one);
  const auto answer = local(Method::post, "/api/v1/apps/orders/wait", R"({"seconds":0})");
  EXPECT_FALSE(answer.json.at("acknowledged").as_bool());
  ASSERT_EQ(answer.json.at("unacknowledged").as_array().size(), 1u);
  EXPECT_EQ(answer.json.at("unacknowledged").at(0).at("host").as_string(), "box-2");
  EXPECT_EQ(local(Method::post, "/api/v1/apps/orders/wait", R"({"seconds":61})").status(), 422);
  EXPECT_EQ(local(Method::post, "/api/v1/apps/none/wait").status(), 404);
}

TEST_F(AppLinksTest, InstanceWithoutAHostHasAnotherName) {
  const auto nameless = make_stream();
  make_stream(R"({"gatehouse_instance":{"id":"i-7"}})");
  make_stream(R"({"gatehouse_instance":{"id":"i-8","host":"box-8"}})");
  std::set<std::string> names;
  for (const auto& instance : instances()) names.insert(std::string(instance.at("name").as_string()));
  EXPECT_EQ(names, (std::set<std::string>{nameless, "i-7", "box-8"}));
}

TEST_F(AppLinksTest, WhateverMayEndATokenMayWait) {
  add_user("boss@example.com", "owner");
  signed_in("ada@example.com");
  const auto waits = [&](Method method, const std::string& path, const std::string& body = "") {
    const auto answer = local(method, path + "?wait=1", body);
    const auto* object = answer.json.if_object();
    return answer.status() == 200 && object != nullptr && object->contains("unacknowledged");
  };
  EXPECT_TRUE(waits(Method::put, "/api/v1/operator/users/" + ada_ + "/password",
                    R"({"password":"another correct horse"})"));
  EXPECT_TRUE(
      waits(Method::post, "/api/v1/users/bulk", R"({"action":"sign_out","ids":[")" + ada_ + R"("]})"));
  EXPECT_TRUE(waits(Method::patch, "/api/v1/apps/orders/roles/Clerk", R"({"permissions":[]})"));
  EXPECT_TRUE(waits(Method::delete_, "/api/v1/apps/orders/roles/Clerk"));
  EXPECT_TRUE(waits(Method::put, "/api/v1/apps/orders/members/" + ada_, R"({"roles":[]})"));
  EXPECT_TRUE(waits(Method::delete_, "/api/v1/apps/orders/members/" + ada_));
  EXPECT_TRUE(waits(Method::patch, "/api/v1/apps/orders/policy", R"({"requiredClaims":["sid"]})"));
  EXPECT_TRUE(waits(Method::delete_, "/api/v1/users/" + ada_ + "/sessions"));
  for (const char* step : {"prepare", "activate", "retire"}) {
    EXPECT_TRUE(
        waits(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":")" + std::string(step) + "\"}"))
        << step;
  }
  const auto changed =
      call(cookie_of(sign_in("ada@example.com", "another correct horse")), Method::post,
           "/api/v1/me/password?wait=1",
           R"({"currentPassword":"another correct horse","newPassword":"one more correct horse"})");
  EXPECT_EQ(changed.status(), 200);
  EXPECT_TRUE(changed.json.at("acknowledged").as_bool());
}

TEST_F(AppLinksTest, WhoMayNotSeeInstancesHearsOnlyWhetherAllHaveHeard) {
  make_instance("box-1");
  const auto elsewhere = call(signed_in("ada@example.com"), Method::get, "/api/v1/me/sessions");
  const auto session = std::string(elsewhere.json.at("items").at(0).at("id").as_string());
  const auto answer =
      call(signed_in("ada@example.com"), Method::delete_, "/api/v1/me/sessions/" + session + "?wait=1");
  EXPECT_EQ(answer.status(), 200);
  EXPECT_FALSE(answer.json.at("acknowledged").as_bool());
  EXPECT_TRUE(answer.json.at("unacknowledged").as_array().empty());
}

TEST_F(AppLinksTest, RevokingCallReturnsOnceEverybodyHasHeard) {
  const auto stream = make_instance("box-1");
  std::atomic<bool> answered = false;
  std::thread instance([&] {
    std::vector<std::string> heard;
    while (!answered) {
      const auto told = poll(stream, heard);
      heard.clear();
      for (const auto& one : told) heard.push_back(one.id);
      std::this_thread::yield();
    }
  });
  const auto answer = local(Method::post, "/api/v1/users/" + ada_ + "/disable?wait=60");
  answered = true;
  instance.join();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.text("id"), ada_);
  EXPECT_TRUE(answer.json.at("unacknowledged").as_array().empty());
}

TEST_F(AppLinksTest, WaitOutOfBoundsChangesNothing) {
  for (const char* wait : {"0", "61", "x", "-1", ""}) {
    const auto target = "/api/v1/users/" + ada_ + "/disable?wait=" + wait;
    EXPECT_EQ(local(Method::post, target).status(), 422) << wait;
  }
  EXPECT_TRUE(local(Method::get, "/api/v1/users/" + ada_).json.at("disabledAt").is_null());
}

TEST_F(AppLinksTest, LongPollIsWokenByTheEvent) {
  const auto stream = make_stream();
  Answer answer;
  std::thread instance([&] { answer = as_app(Method::post, "/ssf/poll?stream_id=" + stream, "{}"); });
  set_roles(R"(["Chief"])");
  instance.join();
  EXPECT_EQ(answer.json.at("sets").as_object().size(), 1u);
}

TEST_F(AppLinksTest, PolicyRulesTravelAsANewVersion) {
  const auto before = local(Method::get, "/api/v1/apps/orders/policy").json.at("version").as_int64();
  const auto stream = make_stream();
  const auto changed =
      local(Method::patch, "/api/v1/apps/orders/policy",
            R"({"issuedAfter":"2026-11-01T00:00:00Z","requiredClaims":["sid","auth_time"]})");
  EXPECT_EQ(changed.status(), 200);
  EXPECT_GT(changed.json.at("version").as_int64(), before);
  const auto told = take(stream);
  ASSERT_EQ(told.size(), 1u);
  const auto policy = claims_of(std::string(told[0].content().at("policy").as_string()));
  EXPECT_EQ(policy.at("version").as_int64(), changed.json.at("version").as_int64());
  EXPECT_EQ(policy.at("issued_after").as_int64(), 1793491200);
  EXPECT_EQ(boost::json::serialize(policy.at("required_claims")), R"(["auth_time","sid"])");
  local(Method::patch, "/api/v1/apps/orders/policy", R"({"issuedAfter":null})");
  EXPECT_TRUE(local(Method::get, "/api/v1/apps/orders/policy").json.at("issuedAfter").is_null());
}

TEST_F(AppLinksTest, BadPoliciesAreRefusedByName) {
  for (const char* body : {R"({"issuedAfter":"2099-01-01T00:00:00Z"})", R"({"issuedAfter":"yesterday"})",
                           R"({"requiredClaims":["a b"]})", R"({"requiredClaims":[""]})", R"({"version":1})",
                           R"({"algorithms":[]})"}) {
    EXPECT_EQ(local(Method::patch, "/api/v1/apps/orders/policy", body).status(), 422) << body;
  }
  EXPECT_EQ(local(Method::patch, "/api/v1/apps/none/policy", "{}").status(), 404);
}

TEST_F(AppLinksTest, EverybodyIsSignedOutByOneEvent) {
  const auto stream = make_stream();
  const auto answer = local(Method::post, "/api/v1/apps/orders/sign-everybody-out");
  EXPECT_EQ(answer.status(), 200);
  const auto told = take(stream);
  ASSERT_EQ(events_of(told), std::vector<std::string>{"urn:gatehouse:event:app-epoch"});
  EXPECT_EQ(answer.json.at("appEpoch").as_int64(), told[0].position());
  const auto state = claims_of(as_app(Method::get, "/ssf/state?stream_id=" + stream).response.body);
  EXPECT_EQ(state.at("app_epoch").as_int64(), told[0].position());
  EXPECT_GE(claims_of(issue_token()).at("pos").as_int64(), told[0].position());
}

}  // namespace
}  // namespace gatehouse::server
