// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/invitations_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// A link that was mailed for one thing, tried on every other: RE-07, RE-08.
class LinkPurposesTest : public InvitationsTest {
 protected:
  struct Purpose {
    std::string name;
    std::string path;
    boost::json::object more = {};
    bool is_named_in_path = false;
  };
  /// In the order of `mail_all`.
  static std::vector<Purpose> purposes() {
    const boost::json::object person = {{"name", "Ada Lovelace"}, {"password", kNewPassword}};
    return {{"reset", "/api/v1/password-reset/confirm", {{"password", kNewPassword}}},
            {"first password", "/api/v1/password-reset/confirm", {{"password", kNewPassword}}},
            {"verify", "/api/v1/email-verification/confirm"},
            {"new address", "/api/v1/email-change/confirm"},
            {"agree", "/api/v1/email-change/approve"},
            {"undo", "/api/v1/email-change/cancel"},
            {"sign-up", "/api/v1/sign-up/confirm", person},
            {"invitation", "/api/v1/invitations/", person, true},
            {"address of an invited person", "/api/v1/invitations/", person, true}};
  }

  /// One live link of each purpose. Nobody is told apart by it: the accounts are different ones.
  std::vector<std::string> mail_all() {
    call(signed_in("root@example.com"), Method::put, "/api/v1/settings/sign-up", R"({"mode":"open"})");
    const auto unproven = add_user("unproven@example.com");
    unverify(unproven);
    (void)post("/api/v1/me/email/verification", {}, signed_in("unproven@example.com"));
    (void)ask_reset("boss@example.com");
    (void)local(Method::post, "/api/v1/users", R"({"email":"fresh@example.com","sendLink":true})");
    add_user("mover@example.com");
    (void)post("/api/v1/me/email", {{"email", "moved@example.com"}, {"password", kPassword}},
               signed_in("mover@example.com"));
    (void)post("/api/v1/sign-up", {{"email", "newcomer@example.com"}});
    boss_cookie_ = signed_in("boss@example.com");
    const auto invitation = token_of(invite({{"email", "guest@example.com"}, {"roles", {"clerk"}}}));
    (void)accept(token_of(open_link(1)), {{"email", "stranger@example.com"}});
    return {mailed_token("reset_password"),
            mailed_token("set_password"),
            mailed_token("verify_email"),
            mailed_token("confirm_new_email", "change"),
            mailed_token("email_change_asked", "approve"),
            mailed_token("email_change_asked", "cancel"),
            mailed_token("sign_up"),
            invitation,
            mailed_invitation("invitation_address")};
  }
  Answer use(const Purpose& purpose, const std::string& token) {
    auto body = purpose.more;
    if (purpose.is_named_in_path) return post(purpose.path + token + "/accept", body);
    body["token"] = token;
    return post(purpose.path, body);
  }
};

TEST_F(LinkPurposesTest, NoLinkOpensWhatAnotherWasMadeFor) {
  const auto tokens = mail_all();
  const auto all = purposes();
  for (std::size_t token = 0; token < tokens.size(); ++token) {
    ASSERT_EQ(tokens[token].size(), 43U) << all[token].name;
    for (const auto& door : all) {
      // Both kinds of invitation are accepted at one address, and both ways to a password end at one.
      if (door.path == all[token].path) continue;
      const auto answer = use(door, tokens[token]);
      EXPECT_EQ(answer.status(), door.is_named_in_path ? 404 : 400) << all[token].name << " at " << door.name;
    }
  }
  // None of that used anything up: each still does what it is for.
  for (std::size_t i = 0; i < tokens.size(); ++i)
    EXPECT_LT(use(all[i], tokens[i]).status(), 300) << all[i].name;
}

TEST_F(LinkPurposesTest, FetchingALinkUsesNothingUp) {
  const auto tokens = mail_all();
  const auto all = purposes();
  for (const auto& token : tokens) {
    for (const char* page :
         {"/reset-password?token=", "/verify-email?token=", "/verify-email?change=", "/verify-email?approve=",
          "/verify-email?cancel=", "/sign-up?token=", "/invite/"}) {
      for (const auto method : {Method::get, Method::head}) {
        auto request = make_request(method, page + token, "");
        request.headers.add("Sec-Purpose", "prefetch");
        (void)send(std::move(request));
      }
    }
  }
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (all[i].name == "undo") continue;  // would take back what was agreed to just before
    EXPECT_LT(use(all[i], tokens[i]).status(), 300) << all[i].name;
  }
}

TEST_F(LinkPurposesTest, TokenIsNotTakenFromAQueryOrAForm) {
  const auto tokens = mail_all();
  const std::string path = "/api/v1/password-reset/confirm";
  EXPECT_EQ(post(path + "?token=" + tokens[0], {{"password", kNewPassword}}).status(), 422);
  auto form = make_request(Method::post, path, "token=" + tokens[0] + "&password=x");
  form.headers.set("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(send(std::move(form)).status(), 415);
  EXPECT_EQ(use(purposes()[0], tokens[0]).status(), 204);
}

}  // namespace
}  // namespace gatehouse::server
