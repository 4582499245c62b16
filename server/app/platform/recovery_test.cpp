// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class RecoveryTest : public MailTest {
 protected:
  RecoveryTest() { ada_ = add_user("ada@example.com"); }

  void expect_dead(const std::string& token) {
    const auto answer = reset(token, kNewPassword);
    EXPECT_EQ(answer.status(), 400);
    EXPECT_EQ(answer.code(), "invalid_token");
    EXPECT_EQ(sign_in("ada@example.com", kNewPassword).status(), 401);
  }

  std::string ada_;
};

TEST_F(RecoveryTest, MailedLinkSetsANewPasswordOnce) {
  const auto session = signed_in("ada@example.com");
  EXPECT_EQ(ask_reset("ADA@example.com").status(), 202);
  const auto token = mailed_token("reset_password");
  ASSERT_FALSE(token.empty());
  EXPECT_EQ(reset(token, kNewPassword).status(), 204);
  EXPECT_EQ(call(session, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);
  EXPECT_EQ(reset(token, "another fine long password").status(), 400);
  EXPECT_EQ(sign_in("ada@example.com", kNewPassword).status(), 200);
  EXPECT_EQ(outbox("password_changed").size(), 1U);
}

// RE-04
TEST_F(RecoveryTest, NobodyIsSignedInByIt) {
  (void)ask_reset("ada@example.com");
  const auto answer = reset(mailed_token("reset_password"), kNewPassword);
  EXPECT_EQ(answer.status(), 204);
  for (const auto& [name, value] : answer.response.headers)
    EXPECT_EQ(value.find("gatehouse_session"), std::string::npos) << value;
}

// PW-02
TEST_F(RecoveryTest, AnswersAlikeForKnownUnknownAndDisabled) {
  const auto off = add_user("off@example.com");
  (void)local(http::Method::post, "/api/v1/users/" + off + "/disable");
  const auto known = ask_reset("ada@example.com");
  const auto unknown = ask_reset("nobody@example.com");
  const auto disabled = ask_reset("off@example.com");
  for (const auto* other : {&unknown, &disabled}) {
    EXPECT_EQ(other->status(), known.status());
    EXPECT_EQ(other->response.body, known.response.body);
    EXPECT_EQ(other->response.headers.find("Set-Cookie"), known.response.headers.find("Set-Cookie"));
  }
  const auto mails = outbox();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].to, "ada@example.com");
}

// RE-01
TEST_F(RecoveryTest, LinkIsOfTheConfiguredUrlWhateverTheRequestSays) {
  auto request = make_request(http::Method::post, "/api/v1/password-reset", R"({"email":"ada@example.com"})");
  for (const char* name : {"X-Forwarded-Host", "X-Original-URL", "X-Forwarded-Proto", "Forwarded"})
    request.headers.add(name, "evil.example");
  EXPECT_EQ(send(request).status(), 202);
  const auto mail = outbox().at(0);
  EXPECT_THAT(mail.text, HasSubstr(std::string(kOrigin) + "/reset-password?token="));
  EXPECT_THAT(mail.text + mail.html, Not(HasSubstr("evil.example")));

  auto poisoned =
      make_request(http::Method::post, "/api/v1/password-reset", R"({"email":"ada@example.com"})");
  poisoned.headers.set("Host", "evil.example");
  EXPECT_EQ(send(poisoned).status(), 421);
  EXPECT_EQ(outbox().size(), 1U);
}

// RE-02
TEST_F(RecoveryTest, LinkDiesAfterHalfAnHour) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  clock_.advance(std::chrono::minutes(30));
  expect_dead(token);
}

// RE-02
TEST_F(RecoveryTest, LinkDiesWithANewerOne) {
  (void)ask_reset("ada@example.com");
  const auto older = mailed_token("reset_password");
  (void)ask_reset("ada@example.com");
  const auto newer = mailed_token("reset_password");
  ASSERT_NE(older, newer);
  expect_dead(older);
  EXPECT_EQ(reset(newer, kNewPassword).status(), 204);
}

// RE-02
TEST_F(RecoveryTest, LinkDiesWhenThePasswordChanges) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  (void)local(http::Method::put, "/api/v1/operator/users/" + ada_ + "/password",
              R"({"password":"set by the operator meanwhile"})");
  expect_dead(token);
}

// RE-02
TEST_F(RecoveryTest, LinkDiesWhenTheAddressChanges) {
  const auto session = signed_in("ada@example.com");
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  (void)post("/api/v1/me/email", {{"email", "new@example.com"}, {"password", kPassword}}, session);
  (void)post("/api/v1/email-change/confirm", {{"token", mailed_token("confirm_new_email", "change")}});
  const auto agreed = mailed_token("email_change_asked", "approve");
  EXPECT_EQ(post("/api/v1/email-change/approve", {{"token", agreed}}).status(), 204);
  expect_dead(token);
}

TEST_F(RecoveryTest, LinkDiesWhenTheUserIsDisabled) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  (void)local(http::Method::post, "/api/v1/users/" + ada_ + "/disable");
  expect_dead(token);
}

TEST_F(RecoveryTest, WeakPasswordIsRefusedAndTheLinkStaysGood) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  EXPECT_EQ(reset(token, "short").status(), 422);
  EXPECT_EQ(reset(token, kNewPassword).status(), 204);
}

// RE-05
TEST_F(RecoveryTest, WhomItConcernsIsInTheTokenAlone) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  for (const char* field : {"email", "user_id", "userId"}) {
    const auto answer = post("/api/v1/password-reset/confirm",
                             {{"token", token}, {"password", kNewPassword}, {field, "bob@example.com"}});
    EXPECT_EQ(answer.status(), 422) << field;
  }
  EXPECT_EQ(reset(token, kNewPassword).status(), 204);
}

// RE-07
TEST_F(RecoveryTest, LookingAtTheLinkUsesNothingUp) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  for (int i = 0; i < 3; ++i) {
    (void)call("", http::Method::get, "/reset-password?token=" + token);
    (void)call("", http::Method::get, "/api/v1/password-reset/confirm?token=" + token);
  }
  EXPECT_EQ(reset(token, kNewPassword).status(), 204);
}

// RE-02
TEST_F(RecoveryTest, OneOfManyAtOnceWins) {
  (void)ask_reset("ada@example.com");
  const auto token = mailed_token("reset_password");
  std::atomic<int> done{0}, refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      const auto answer = reset(token, "password of the racer number " + std::to_string(i));
      if (answer.status() == 204) ++done;
      if (answer.status() == 400) ++refused;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(done, 1);
  EXPECT_EQ(refused, 7);
}

TEST_F(RecoveryTest, MailboxIsNotFlooded) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(ask_reset("ada@example.com").status(), 202);
  EXPECT_EQ(outbox("reset_password").size(), 3U);
  clock_.advance(std::chrono::minutes(16));
  EXPECT_EQ(ask_reset("ada@example.com").status(), 202);
  EXPECT_EQ(outbox("reset_password").size(), 4U);
}

TEST_F(RecoveryTest, FloodOfStrangersDelaysNobody) {
  for (int i = 0; i < 1000; ++i) (void)ask_reset("stranger" + std::to_string(i) + "@example.com");
  (void)ask_reset("ada@example.com");
  int rounds = 0;
  while (application_->work_on_requests()) ++rounds;
  EXPECT_LE(rounds, 11);
  EXPECT_EQ(outbox("reset_password").size(), 1U);
}

// RE-14
TEST_F(RecoveryTest, OddAddressesAreRefusedByForm) {
  for (const char* email : {"", "ada", "ada@example.com\r\nBcc: eve@example.com", "\"a b\"@example.com",
                            "ada@example.com,eve@example.com", "ada＠example.com"}) {
    EXPECT_EQ(ask_reset(email).status(), 422) << email;
  }
  EXPECT_TRUE(outbox().empty());
}

TEST_F(RecoveryTest, RescueLetsALockedOutOwnerBackIn) {
  const auto owner = add_user("owner@example.com", "administrator");
  (void)local(http::Method::post, "/api/v1/users/" + ada_ + "/disable");
  const auto rescued =
      local(http::Method::post, "/api/v1/operator/users/" + ada_ + "/rescue", R"({"makeOwner":true})");
  ASSERT_EQ(rescued.status(), 201);
  const auto url = rescued.text("url");
  const auto token = url.substr(url.find('=') + 1);
  EXPECT_THAT(url, HasSubstr(std::string(kOrigin) + "/reset-password?token="));
  EXPECT_EQ(reset(token, kNewPassword).status(), 204);
  EXPECT_EQ(sign_in("ada@example.com", kNewPassword).status(), 200);
  const auto user = local(http::Method::get, "/api/v1/users/" + ada_);
  EXPECT_EQ(user.text("platformRole"), "owner");
  const auto log = local(http::Method::get, "/api/v1/audit-events");
  EXPECT_THAT(log.response.body, HasSubstr("user.rescued"));
  EXPECT_THAT(log.response.body, HasSubstr("user.made_owner"));
  EXPECT_EQ(local(http::Method::post, "/api/v1/operator/users/none/rescue", "{}").status(), 404);
}

}  // namespace
}  // namespace gatehouse::server
