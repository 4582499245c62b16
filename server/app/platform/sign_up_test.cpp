// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using ::testing::HasSubstr;

class SignUpTest : public MailTest {
 protected:
  SignUpTest() {
    add_user("owner@example.com", "administrator");
    owner_ = signed_in("owner@example.com");
  }

  void allow(const boost::json::object& policy) {
    EXPECT_EQ(
        call(owner_, http::Method::put, "/api/v1/settings/sign-up", boost::json::serialize(policy)).status(),
        200);
  }
  Answer ask(const std::string& email) { return post("/api/v1/sign-up", {{"email", email}}); }
  Answer finish(const std::string& token, const std::string& password = kPassword) {
    return post("/api/v1/sign-up/confirm",
                {{"token", token}, {"name", "New Person"}, {"password", password}});
  }

  std::string owner_;
};

TEST_F(SignUpTest, ClosedByDefault) {
  EXPECT_EQ(ask("new@example.com").status(), 404);
  EXPECT_EQ(finish("x").status(), 404);
  EXPECT_EQ(call("", http::Method::get, "/sign-up").status(), 404);
  EXPECT_TRUE(outbox().empty());
}

TEST_F(SignUpTest, MailedLinkMakesTheAccountOnce) {
  allow({{"mode", "open"}});
  EXPECT_EQ(call("", http::Method::get, "/sign-up").status(), 200);
  EXPECT_EQ(ask("New@example.com").status(), 202);
  EXPECT_EQ(sign_in("new@example.com", kPassword).status(), 401);
  const auto token = mailed_token("sign_up");
  EXPECT_EQ(finish(token).text("status"), "complete");
  const auto user = sign_in("new@example.com", kPassword);
  EXPECT_EQ(user.status(), 200);
  EXPECT_TRUE(user.json.at("user").at("emailVerified").as_bool());
  EXPECT_EQ(finish(token).status(), 400);
}

// PW-02
TEST_F(SignUpTest, AnswersAlikeForKnownAndUnknown) {
  allow({{"mode", "open"}});
  const auto unknown = ask("new@example.com");
  const auto known = ask("owner@example.com");
  EXPECT_EQ(known.status(), unknown.status());
  EXPECT_EQ(known.response.body, unknown.response.body);
  EXPECT_EQ(outbox("sign_up").at(0).to, "new@example.com");
  EXPECT_EQ(outbox("sign_up_known").at(0).to, "owner@example.com");
  EXPECT_EQ(mailed_token("sign_up_known"), "");
}

// RE-13
TEST_F(SignUpTest, WhatAStrangerBeganIsWorthNothingToThem) {
  allow({{"mode", "open"}});
  // There is no password until the mailbox is proven, so that none can be planted.
  EXPECT_EQ(
      post("/api/v1/sign-up", {{"email", "victim@example.com"}, {"password", "the attacker's password"}})
          .status(),
      422);
  (void)ask("victim@example.com");  // by the attacker
  const auto first = mailed_token("sign_up");
  (void)ask("victim@example.com");  // by the victim
  const auto second = mailed_token("sign_up");
  EXPECT_EQ(finish(first).status(), 400);
  EXPECT_EQ(finish(second).status(), 201);
  EXPECT_EQ(sign_in("victim@example.com", "the attacker's password").status(), 401);
  EXPECT_EQ(sign_in("victim@example.com", kPassword).status(), 200);
}

// RE-14
TEST_F(SignUpTest, OnlyAddressesOfTheDomainsMayAndTwinsMayNot) {
  allow({{"mode", "domain"}, {"domains", {"Example.com"}}});
  EXPECT_EQ(ask("new@example.com").status(), 202);
  for (const char* email :
       {"new@example.org", "new@sub.example.com", "new@notexample.com", "new@example.com.evil.example",
        "x@evil.example@example.com", "new@exаmple.com", "new@example.com."}) {
    EXPECT_EQ(ask(email).status(), 422) << email;
  }
  EXPECT_EQ(outbox().size(), 1U);
}

TEST_F(SignUpTest, ClosingAgainStopsLinksOnTheirWay) {
  allow({{"mode", "open"}});
  (void)ask("new@example.com");
  const auto token = mailed_token("sign_up");
  allow({{"mode", "domain"}, {"domains", {"other.example"}}});
  EXPECT_EQ(finish(token).status(), 400);
  allow({{"mode", "off"}});
  EXPECT_EQ(finish(token).status(), 404);
}

TEST_F(SignUpTest, ApprovalWaitsForAnAdministrator) {
  allow({{"mode", "approval"}});
  (void)ask("new@example.com");
  EXPECT_EQ(finish(mailed_token("sign_up")).text("status"), "awaiting_approval");
  EXPECT_EQ(sign_in("new@example.com", kPassword).status(), 401);
  std::string id;
  const auto users = local(http::Method::get, "/api/v1/users");
  for (const auto& user : users.json.at("items").as_array()) {
    if (user.at("email") == "new@example.com") id = std::string(user.at("id").as_string());
  }
  EXPECT_EQ(local(http::Method::post, "/api/v1/users/" + id + "/enable").status(), 200);
  EXPECT_EQ(sign_in("new@example.com", kPassword).status(), 200);
}

TEST_F(SignUpTest, QueueOfThoseWhoWaitIsWorkedOff) {
  allow({{"mode", "approval"}});
  const auto waiting = [&] {
    return call(owner_, http::Method::get, "/api/v1/sign-ups").json.at("items").as_array();
  };
  for (const char* email : {"ada@example.com", "eve@example.com", "bob@example.com"}) {
    (void)ask(email);
    EXPECT_EQ(finish(mailed_token("sign_up")).status(), 201);
    clock_.advance(std::chrono::milliseconds(1));
  }
  const auto queue = waiting();
  ASSERT_EQ(queue.size(), 3U);
  EXPECT_EQ(queue[0].at("email"), "ada@example.com");
  const auto decide = [&](const boost::json::value& user, const char* decision, const std::string& cookie) {
    return post("/api/v1/sign-ups/" + std::string(user.at("id").as_string()) + "/" + decision, {}, cookie)
        .status();
  };
  EXPECT_EQ(decide(queue[0], "approve", owner_), 204);
  EXPECT_EQ(decide(queue[0], "approve", owner_), 404);
  EXPECT_EQ(decide(queue[0], "reject", owner_), 404);  // who was let in is not deleted by mistake
  EXPECT_EQ(decide(queue[1], "reject", owner_), 204);
  EXPECT_EQ(sign_in("eve@example.com", kPassword).status(), 401);
  EXPECT_EQ(outbox("sign_up_approved").at(0).to, "ada@example.com");
  EXPECT_EQ(outbox("sign_up_approved").size(), 1U);
  const auto ada = signed_in("ada@example.com");
  EXPECT_EQ(decide(queue[2], "approve", ada), 403);
  EXPECT_EQ(call(ada, http::Method::get, "/api/v1/sign-ups").status(), 403);
  const auto bob = std::string(queue[2].at("id").as_string());
  EXPECT_EQ(local(http::Method::post, "/api/v1/users/" + bob + "/enable").status(), 200);
  EXPECT_TRUE(waiting().empty());
}

TEST_F(SignUpTest, LinkOpensNothingElse) {
  allow({{"mode", "open"}});
  (void)ask("new@example.com");
  const auto token = mailed_token("sign_up");
  EXPECT_EQ(reset(token, kNewPassword).status(), 400);
  for (const char* path : {"/api/v1/email-verification/confirm", "/api/v1/email-change/confirm",
                           "/api/v1/email-change/cancel"}) {
    EXPECT_EQ(post(path, {{"token", token}}).status(), 400) << path;
  }
  (void)ask_reset("owner@example.com");
  EXPECT_EQ(finish(mailed_token("reset_password")).status(), 400);
}

TEST_F(SignUpTest, OneAccountComesOfManyAtOnce) {
  allow({{"mode", "open"}});
  (void)ask("new@example.com");
  const auto token = mailed_token("sign_up");
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      if (finish(token).status() == 201) ++made;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
}

TEST_F(SignUpTest, LinkEndsAfterADay) {
  allow({{"mode", "open"}});
  (void)ask("new@example.com");
  const auto token = mailed_token("sign_up");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(finish(token).status(), 400);
}

TEST_F(SignUpTest, PolicyIsChecked) {
  const auto put = [&](const char* body) {
    return call(owner_, http::Method::put, "/api/v1/settings/sign-up", body).status();
  };
  EXPECT_EQ(put(R"({"mode":"wide"})"), 422);
  EXPECT_EQ(put(R"({"mode":"domain"})"), 422);
  EXPECT_EQ(put(R"({"mode":"domain","domains":["no domain"]})"), 422);
  EXPECT_EQ(put(R"({"mode":"domain","domains":["example.com"]})"), 200);
  const auto shown = call(owner_, http::Method::get, "/api/v1/settings/sign-up");
  EXPECT_THAT(shown.response.body, HasSubstr(R"("domains":["example.com"])"));
}

TEST_F(SignUpTest, MailSpeaksTheLanguageOfTheBrowser) {
  allow({{"mode", "open"}});
  auto request = make_request(http::Method::post, "/api/v1/sign-up", R"({"email":"neu@example.com"})");
  request.headers.add("Accept-Language", "de-CH,de;q=0.9,en;q=0.8");
  EXPECT_EQ(send(request).status(), 202);
  EXPECT_THAT(outbox().at(0).text, HasSubstr("Hallo"));
}

class NewDeviceTest : public MailTest {
 protected:
  NewDeviceTest() { add_user("ada@example.com"); }

  /// Signs in with the device cookie of an earlier answer; empty: in a new browser.
  Answer sign_in_from(const std::string& device) {
    auto request =
        make_request(http::Method::post, "/api/v1/sign-in",
                     R"({"email":"ada@example.com","password":")" + std::string(kPassword) + "\"}");
    request.headers.add("User-Agent",
                        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    if (!device.empty()) request.headers.add("Cookie", "__Host-gatehouse_device=" + device);
    return send(std::move(request));
  }
  static std::string device_of(const Answer& answer) {
    for (const auto& field : answer.response.headers) {
      const std::string prefix = "__Host-gatehouse_device=";
      if (field.value.starts_with(prefix))
        return field.value.substr(prefix.size(), field.value.find(';') - prefix.size());
    }
    return "";
  }
};

TEST_F(NewDeviceTest, OnlyNewBrowsersAreTold) {
  const auto device = device_of(sign_in_from(""));
  EXPECT_EQ(device.size(), 43U);
  EXPECT_TRUE(outbox("new_device").empty());  // the first one is no news
  EXPECT_EQ(device_of(sign_in_from(device)), device);
  EXPECT_TRUE(outbox("new_device").empty());
  EXPECT_NE(device_of(sign_in_from("")), device);
  ASSERT_EQ(outbox("new_device").size(), 1U);
  EXPECT_THAT(outbox("new_device")[0].text, HasSubstr("Firefox / Linux, from 127.0.0.1"));
}

TEST_F(NewDeviceTest, MarkOfOnePersonIsNewsForAnother) {
  add_user("bob@example.com");
  const auto bobs = device_of(sign_in("bob@example.com", kPassword));
  (void)sign_in_from("");
  (void)sign_in_from(bobs);
  EXPECT_EQ(outbox("new_device").size(), 1U);
}

TEST_F(NewDeviceTest, MailboxIsNotFlooded) {
  for (int i = 0; i < 8; ++i) EXPECT_EQ(sign_in_from("").status(), 200);
  EXPECT_EQ(outbox("new_device").size(), 3U);
}

}  // namespace
}  // namespace gatehouse::server
