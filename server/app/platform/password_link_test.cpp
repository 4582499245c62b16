// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

/// Links to set a password that administrators have mailed.
class PasswordLinkTest : public MailTest {
 protected:
  PasswordLinkTest() {
    owner_ = add_user("owner@example.com", "administrator");  // the first one becomes the owner
    add_user("admin@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    admin_ = signed_in("admin@example.com");
  }

  Answer send_link(const std::string& id) {
    return call(admin_, Method::post, "/api/v1/users/" + id + "/password-link");
  }
  Answer add(const boost::json::object& body) { return post("/api/v1/users", body, admin_); }
  int count_events(const std::string& action) {
    const auto log = local(Method::get, "/api/v1/audit-events?action=" + action);
    return int(log.json.at("items").as_array().size());
  }

  std::string owner_, ada_, admin_;
};

TEST_F(PasswordLinkTest, IsMailedToTheUserAndShownToNobody) {
  const auto answer = send_link(ada_);
  EXPECT_EQ(answer.status(), 202);
  EXPECT_EQ(answer.response.body, "{}");
  const auto mails = outbox();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].to, "ada@example.com");
  EXPECT_EQ(mails[0].kind, "reset_password");
  EXPECT_THAT(mails[0].text, HasSubstr("30 minutes"));
  EXPECT_EQ(reset(mailed_token("reset_password"), kNewPassword).status(), 204);
  EXPECT_EQ(sign_in("ada@example.com", kNewPassword).status(), 200);
  EXPECT_EQ(count_events("user.password_link_sent"), 1);
}

TEST_F(PasswordLinkTest, InvitesToSetAFirstPasswordForADay) {
  const auto eve = add({{"email", "eve@example.com"}}).text("id");
  EXPECT_TRUE(outbox().empty());
  EXPECT_EQ(send_link(eve).status(), 202);
  const auto mails = outbox("set_password");
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].to, "eve@example.com");
  EXPECT_THAT(mails[0].text, HasSubstr("24 hours"));
  clock_.advance(std::chrono::hours(23));
  EXPECT_EQ(reset(mailed_token("set_password"), kNewPassword).status(), 204);
  EXPECT_EQ(reset(mailed_token("set_password"), kNewPassword).status(), 400);
  EXPECT_EQ(sign_in("eve@example.com", kNewPassword).status(), 200);
}

TEST_F(PasswordLinkTest, FirstPasswordsLinkDiesAfterADayAndWithThePasswordSetOtherwise) {
  const auto eve = add({{"email", "eve@example.com"}, {"sendLink", true}}).text("id");
  const auto first = mailed_token("set_password");
  clock_.advance(std::chrono::hours(24));
  EXPECT_EQ(reset(first, kNewPassword).code(), "invalid_token");
  (void)local(Method::post, "/api/v1/users/" + eve + "/password-link");
  const auto second = mailed_token("set_password");
  (void)ask_reset("eve@example.com");
  EXPECT_EQ(reset(mailed_token("reset_password"), kNewPassword).status(), 204);
  EXPECT_EQ(reset(second, kPassword).code(), "invalid_token");
}

TEST_F(PasswordLinkTest, GoesOutWithANewUserWhereAsked) {
  const auto eve = add({{"email", "eve@example.com"}, {"sendLink", true}});
  EXPECT_EQ(eve.status(), 201);
  EXPECT_THAT(eve.response.body, Not(HasSubstr("token")));
  EXPECT_EQ(add({{"email", "bob@example.com"}, {"sendLink", false}}).status(), 201);
  const auto mails = outbox();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].to, "eve@example.com");
  EXPECT_EQ(count_events("user.password_link_sent"), 1);
  const auto both =
      local(Method::post, "/api/v1/operator/users",
            R"({"email":"x@example.com","password":"a fine long password here","sendLink":true})");
  EXPECT_EQ(both.status(), 422);
}

TEST_F(PasswordLinkTest, MailboxIsNotFlooded) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(send_link(ada_).status(), 202);
  const auto newest = mailed_token("reset_password");
  const auto refused = send_link(ada_);
  EXPECT_EQ(refused.status(), 429);
  EXPECT_EQ(refused.code(), "too_many_mails");
  EXPECT_EQ(refused.response.headers.find("Retry-After"), "900");
  EXPECT_EQ(count_events("user.password_link_sent"), 3);
  // Whose mail was not taken has ended no link that was.
  (void)ask_reset("ada@example.com");
  EXPECT_EQ(outbox("reset_password").size(), 3U);
  EXPECT_EQ(reset(newest, kNewPassword).status(), 204);
}

TEST_F(PasswordLinkTest, UserWhoseLinkCantBeMailedIsNotAdded) {
  for (int i = 0; i < 3; ++i) {
    const auto eve = add({{"email", "eve@example.com"}, {"sendLink", true}}).text("id");
    EXPECT_EQ(call(admin_, Method::delete_, "/api/v1/users/" + eve).status(), 204);
  }
  EXPECT_EQ(add({{"email", "eve@example.com"}, {"sendLink", true}}).status(), 429);
  EXPECT_EQ(add({{"email", "eve@example.com"}}).status(), 201);
}

TEST_F(PasswordLinkTest, IsNotForOwnersDisabledOrUnknownUsersNorByAnybody) {
  EXPECT_EQ(send_link(owner_).status(), 403);
  (void)local(Method::post, "/api/v1/users/" + ada_ + "/disable");
  EXPECT_EQ(send_link(ada_).code(), "user_disabled");
  EXPECT_EQ(send_link("usr_none").status(), 404);
  add_user("bob@example.com");
  const auto path = "/api/v1/users/" + ada_ + "/password-link";
  EXPECT_EQ(call(signed_in("bob@example.com"), Method::post, path).status(), 403);
  EXPECT_EQ(call("", Method::post, path).status(), 401);
  EXPECT_TRUE(outbox("reset_password").empty());
  EXPECT_EQ(local(Method::post, "/api/v1/users/" + owner_ + "/password-link").status(), 202);
}

}  // namespace
}  // namespace gatehouse::server
