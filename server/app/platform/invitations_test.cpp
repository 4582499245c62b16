// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include <gmock/gmock.h>

#include "server/app/platform/invitations_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(InvitationsTest, MailedLinkMakesAVerifiedMemberOnce) {
  const auto sent = invite_ada();
  EXPECT_EQ(sent.status(), 201);
  EXPECT_EQ(sent.text("state"), "sent");
  EXPECT_TRUE(sent.json.at("mailed").as_bool());
  const auto token = mailed_invitation("invitation");
  EXPECT_EQ(token, token_of(sent));
  const auto accepted = accept_as_new(token);
  EXPECT_EQ(accepted.status(), 201);
  EXPECT_EQ(accepted.json.at("user").at("email"), "ada@example.com");
  EXPECT_EQ(accepted.json.at("user").at("emailVerified"), true);
  EXPECT_EQ(accepted.json.at("app").at("url"), "https://orders.example.com");
  EXPECT_EQ(call(cookie_of(accepted), Method::get, "/api/v1/me").text("name"), "Ada Lovelace");
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
  EXPECT_EQ(roles_of("ada@example.com"), R"(["clerk"])");
  EXPECT_EQ(state_of(sent), "accepted");
  EXPECT_EQ(accept_as_new(token).status(), 404);
}

TEST_F(InvitationsTest, MailTellsWhoInvitesToWhatAndUntilWhen) {
  (void)invite_ada();
  const auto mail = outbox("invitation").at(0);
  EXPECT_EQ(mail.to, "ada@example.com");
  EXPECT_EQ(mail.subject, "boss invites you to Order Desk");
  EXPECT_THAT(mail.text, HasSubstr("https://auth.example.com/invite/"));
  EXPECT_THAT(mail.text, HasSubstr(" UTC."));
}

TEST_F(InvitationsTest, SignedInPersonAcceptsAndKeepsOtherRoles) {
  const auto ada = add_user("ada@example.com");
  as_boss(Method::put, "/api/v1/apps/orders/members/" + ada, {{"roles", {"manager"}}});
  const auto accepted = accept(token_of(invite_ada()), {}, signed_in("ada@example.com"));
  EXPECT_EQ(accepted.status(), 200);
  EXPECT_EQ(roles_of("ada@example.com"), R"(["clerk","manager"])");
}

TEST_F(InvitationsTest, AnotherPersonsAccountIsRefusedAndUsesNothingUp) {
  add_user("ada@example.com");
  add_user("eve@example.com");
  const auto token = token_of(invite_ada());
  EXPECT_EQ(accept(token, {}, signed_in("eve@example.com")).code(), "wrong_account");
  EXPECT_EQ(roles_of("eve@example.com"), "none");
  EXPECT_EQ(accept(token, {}, signed_in("ada@example.com")).status(), 200);
}

TEST_F(InvitationsTest, NewPersonTakesOverABrowserThatSomebodyElseUsed) {
  add_user("eve@example.com");
  const auto eve = signed_in("eve@example.com");
  const auto accepted = accept(token_of(invite_ada()), {{"name", "Ada"}, {"password", kPassword}}, eve);
  EXPECT_EQ(accepted.status(), 201);
  EXPECT_EQ(call(cookie_of(accepted), Method::get, "/api/v1/me").text("email"), "ada@example.com");
  EXPECT_EQ(call(eve, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(roles_of("eve@example.com"), "none");
  const auto link = token_of(open_link(1));
  EXPECT_EQ(accept(link, {{"password", kPassword}}, cookie_of(accepted)).status(), 422);
}

TEST_F(InvitationsTest, AddressThatIsNotProvenIsNotEnough) {
  const auto ada = add_user("ada@example.com");
  const auto token = token_of(invite_ada());
  unverify(ada);
  EXPECT_EQ(accept(token, {}, signed_in("ada@example.com")).code(), "email_unverified");
  EXPECT_EQ(roles_of("ada@example.com"), "none");
}

TEST_F(InvitationsTest, KnownAddressIsAskedToSignIn) {
  add_user("ada@example.com");
  const auto token = token_of(invite_ada());
  const auto answer = accept_as_new(token);
  EXPECT_EQ(answer.status(), 409);
  EXPECT_EQ(answer.code(), "account_exists");
  EXPECT_EQ(cookie_of(answer), "");
  EXPECT_EQ(call("", Method::get, "/api/v1/invitations/" + token).json.at("hasAccount"), true);
}

// RE-17
TEST_F(InvitationsTest, EveryEndIsTheSame404) {
  const auto used = token_of(invite_ada());
  EXPECT_EQ(accept_as_new(used).status(), 201);
  const auto revoked = invite({{"email", "a@example.com"}});
  EXPECT_EQ(as_boss(Method::delete_, "/api/v1/apps/orders/invitations/" + revoked.text("id")).status(), 204);
  const auto expired = invite({{"email", "b@example.com"}, {"expiresInSeconds", 60}});
  clock_.advance(std::chrono::seconds(60));
  EXPECT_EQ(state_of(revoked), "revoked");
  EXPECT_EQ(state_of(expired), "expired");
  const auto unknown = accept_as_new(std::string(43, 'A'));
  for (const auto& token : {used, token_of(revoked), token_of(expired)}) {
    const auto answer = accept_as_new(token);
    EXPECT_EQ(answer.status(), 404);
    EXPECT_EQ(answer.response.body, unknown.response.body);
    EXPECT_EQ(call("", Method::get, "/api/v1/invitations/" + token).response.body, unknown.response.body);
    EXPECT_EQ(call("", Method::get, "/invite/" + token).status(), 404);
  }
}

// Scanners, prefetching browsers and link previews fetch what they find.
TEST_F(InvitationsTest, LookingUsesNothingUp) {
  const auto sent = invite_ada();
  const auto token = token_of(sent);
  for (int i = 0; i < 3; ++i) {
    for (const auto method : {Method::get, Method::head}) {
      const auto page = call("", method, "/invite/" + token);
      EXPECT_EQ(page.status(), 200);
      EXPECT_EQ(*page.response.headers.find("Referrer-Policy"), "no-referrer");
      EXPECT_EQ(*page.response.headers.find("Cache-Control"), "no-store");
      EXPECT_EQ(call("", method, "/api/v1/invitations/" + token).status(), 200);
    }
  }
  EXPECT_EQ(state_of(sent), "sent");
  EXPECT_EQ(post("/api/v1/invitations/" + token + "/seen", {}).status(), 204);
  EXPECT_EQ(state_of(sent), "seen");
  EXPECT_EQ(accept_as_new(token).status(), 201);
}

TEST_F(InvitationsTest, HolderSeesWhoInvitesToWhat) {
  const auto shown = call("", Method::get, "/api/v1/invitations/" + token_of(invite_ada()));
  EXPECT_EQ(shown.json.at("app").at("name"), "Order Desk");
  EXPECT_EQ(shown.text("inviter"), "boss");
  EXPECT_EQ(boost::json::serialize(shown.json.at("roles")), R"(["clerk"])");
  EXPECT_EQ(shown.text("email"), "ada@example.com");
  EXPECT_EQ(shown.json.at("hasAccount"), false);
}

// RE-17
TEST_F(InvitationsTest, OneMemberComesOfFiftyAtOnce) {
  const auto token = token_of(invite_ada());
  std::atomic<int> made{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&] {
      const auto status = accept_as_new(token).status();
      if (status == 201) ++made;
      if (status == 404 || status == 409) ++refused;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  // What the hashing threads had no room for was shed, and changed nothing either.
  EXPECT_LE(refused, 49);
}

// RE-17
TEST_F(InvitationsTest, OpenLinkEndsWithItsLastUseHoweverManyTryAtOnce) {
  std::vector<std::string> cookies;
  for (int i = 0; i < 50; ++i) {
    const auto email = "user" + std::to_string(i) + "@example.com";
    add_user(email);
    cookies.push_back(signed_in(email));
  }
  const auto sent = open_link(7);
  std::atomic<int> accepted{0};
  std::atomic<int> gone{0};
  std::vector<std::thread> threads;
  for (const auto& cookie : cookies) {
    threads.emplace_back([&] {
      const auto status = accept(token_of(sent), {}, cookie).status();
      if (status == 200) ++accepted;
      if (status == 404) ++gone;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(accepted, 7);
  EXPECT_EQ(gone, 43);
  EXPECT_EQ(as_boss(Method::get, "/api/v1/apps/orders/members").json.at("items").as_array().size(), 7U);
  EXPECT_EQ(state_of(sent), "accepted");
}

TEST_F(InvitationsTest, OpenLinkIsNotUsedUpByThoseWhoHaveItAll) {
  add_user("ada@example.com");
  const auto ada = signed_in("ada@example.com");
  const auto token = token_of(open_link(2));
  for (int i = 0; i < 5; ++i) EXPECT_EQ(accept(token, {}, ada).status(), 200);
  add_user("bob@example.com");
  EXPECT_EQ(accept(token, {}, signed_in("bob@example.com")).status(), 200);
}

TEST_F(InvitationsTest, NewPersonWithAnOpenLinkProvesTheMailboxFirst) {
  const auto sent = open_link(1);
  const auto token = token_of(sent);
  EXPECT_EQ(accept_as_new(token).status(), 422);  // no account without a proven mailbox
  EXPECT_EQ(accept(token, {{"email", "nobody"}}).status(), 422);
  EXPECT_EQ(accept(token, {{"email", "Ada@example.com"}}).status(), 202);
  const auto proof = mailed_invitation("invitation_address");
  EXPECT_EQ(outbox("invitation_address").at(0).to, "ada@example.com");
  EXPECT_EQ(state_of(sent), "sent");
  EXPECT_EQ(call("", Method::get, "/api/v1/invitations/" + proof).text("email"), "ada@example.com");
  EXPECT_EQ(accept_as_new(proof).status(), 201);
  EXPECT_EQ(roles_of("ada@example.com"), R"(["clerk"])");
  EXPECT_EQ(state_of(sent), "accepted");
  EXPECT_EQ(accept_as_new(proof).status(), 404);
}

// PW-02
TEST_F(InvitationsTest, OpenLinkDoesNotTellWhoHasAnAccount) {
  add_user("known@example.com");
  const auto token = token_of(open_link(5));
  const auto known = accept(token, {{"email", "known@example.com"}});
  const auto unknown = accept(token, {{"email", "unknown@example.com"}});
  EXPECT_EQ(known.status(), unknown.status());
  EXPECT_EQ(known.response.body, unknown.response.body);
  EXPECT_TRUE(call("", Method::get, "/api/v1/invitations/" + token).json.at("hasAccount").is_null());
  EXPECT_EQ(outbox("invitation_address").size(), 2U);
}

TEST_F(InvitationsTest, ProofOfAnAddressEndsWithItsInvitation) {
  const auto sent = open_link(5);
  (void)accept(token_of(sent), {{"email", "ada@example.com"}});
  const auto proof = mailed_invitation("invitation_address");
  as_boss(Method::delete_, "/api/v1/apps/orders/invitations/" + sent.text("id"));
  EXPECT_EQ(accept_as_new(proof).status(), 404);
}

TEST_F(InvitationsTest, ResendingEndsTheFirstLinkAndReachesBackFromExpiry) {
  const auto sent = invite({{"email", "ada@example.com"}, {"expiresInSeconds", 60}});
  clock_.advance(std::chrono::minutes(5));
  const auto path = "/api/v1/apps/orders/invitations/" + sent.text("id") + "/resend";
  const auto again = as_boss(Method::post, path);
  EXPECT_EQ(again.status(), 200);
  EXPECT_EQ(again.text("state"), "sent");
  EXPECT_EQ(accept_as_new(token_of(sent)).status(), 404);
  EXPECT_EQ(accept_as_new(token_of(again)).status(), 201);
  EXPECT_EQ(as_boss(Method::post, path).status(), 409);
}

TEST_F(InvitationsTest, RevokedStaysRevokedAndAcceptedCannotBe) {
  const auto first = invite_ada();
  const auto path = [](const Answer& sent) { return "/api/v1/apps/orders/invitations/" + sent.text("id"); };
  EXPECT_EQ(as_boss(Method::delete_, path(first)).status(), 204);
  EXPECT_EQ(as_boss(Method::delete_, path(first)).status(), 204);
  EXPECT_EQ(as_boss(Method::post, path(first) + "/resend").status(), 409);
  const auto second = invite_ada();
  EXPECT_EQ(accept_as_new(token_of(second)).status(), 201);
  EXPECT_EQ(as_boss(Method::delete_, path(second)).status(), 409);
}

// RE-17
TEST_F(InvitationsTest, InvitationEndsWithTheRightOfItsInviter) {
  const auto disabled = token_of(invite_ada());
  EXPECT_EQ(local(Method::post, "/api/v1/users/" + boss_ + "/disable").status(), 200);
  EXPECT_EQ(accept_as_new(disabled).status(), 404);
  EXPECT_EQ(call("", Method::get, "/invite/" + disabled).status(), 404);
  EXPECT_EQ(local(Method::post, "/api/v1/users/" + boss_ + "/enable").status(), 200);
  EXPECT_EQ(local(Method::delete_, "/api/v1/users/" + boss_).status(), 204);
  EXPECT_EQ(accept_as_new(disabled).status(), 404);
}

// RE-17
TEST_F(InvitationsTest, InvitationEndsWithItsApp) {
  const auto token = token_of(invite_ada());
  EXPECT_EQ(as_boss(Method::delete_, "/api/v1/apps/orders").status(), 204);
  EXPECT_EQ(accept_as_new(token).status(), 404);
}

TEST_F(InvitationsTest, DeletedRoleIsNotGiven) {
  const auto token = token_of(invite({{"email", "ada@example.com"}, {"roles", {"clerk", "manager"}}}));
  EXPECT_EQ(as_boss(Method::delete_, "/api/v1/apps/orders/roles/manager").status(), 204);
  as_boss(Method::post, "/api/v1/apps/orders/roles", {{"name", "manager"}});
  EXPECT_EQ(accept_as_new(token).status(), 201);
  EXPECT_EQ(roles_of("ada@example.com"), R"(["clerk"])");
}

// RE-08
TEST_F(InvitationsTest, TokensOfOtherPurposesOpenNothing) {
  (void)invite_ada();
  const auto invitation = mailed_invitation("invitation");
  (void)accept(token_of(open_link(1)), {{"email", "ada@example.com"}});
  const auto proof = mailed_invitation("invitation_address");
  for (const auto& token : {invitation, proof}) {
    ASSERT_EQ(token.size(), 43U);
    EXPECT_EQ(reset(token, kNewPassword).status(), 400);
    for (const char* path : {"/api/v1/email-verification/confirm", "/api/v1/email-change/confirm",
                             "/api/v1/email-change/cancel"})
      EXPECT_EQ(post(path, {{"token", token}}).status(), 400) << path;
  }
  (void)ask_reset("root@example.com");
  EXPECT_EQ(accept_as_new(mailed_token("reset_password")).status(), 404);
  EXPECT_EQ(accept_as_new(invitation).status(), 201);  // none of it used anything up
}

TEST_F(InvitationsTest, BadFieldsAreRefusedByName) {
  const auto field = [](const Answer& answer) {
    return std::string(answer.json.at("errors").at(0).at("field").as_string());
  };
  EXPECT_EQ(field(invite({})), "email");
  EXPECT_EQ(field(invite({{"email", "nobody"}})), "email");
  EXPECT_EQ(field(invite({{"email", "a@example.com"}, {"maxUses", 2}})), "maxUses");
  EXPECT_EQ(field(invite({{"maxUses", 0}})), "maxUses");
  EXPECT_EQ(field(invite({{"maxUses", 1001}})), "maxUses");
  EXPECT_EQ(field(invite({{"maxUses", 1}, {"roles", {"Ghost"}}})), "roles");
  EXPECT_EQ(field(invite({{"maxUses", 1}, {"expiresInSeconds", 0}})), "expiresInSeconds");
  EXPECT_EQ(field(invite({{"maxUses", 1}, {"expiresInSeconds", 7776001}})), "expiresInSeconds");
  EXPECT_EQ(field(invite({{"maxUses", 1}, {"platformRole", "owner"}})), "platformRole");
  const auto token = token_of(invite_ada());
  EXPECT_EQ(field(accept(token, {{"password", kPassword}})), "name");
  EXPECT_EQ(field(accept(token, {{"name", "Ada"}})), "password");
  EXPECT_EQ(field(accept(token, {{"name", "Ada"}, {"password", "short"}})), "password");
  EXPECT_EQ(field(accept(token, {{"name", "Ada"}, {"password", kPassword}, {"roles", "manager"}})), "roles");
  EXPECT_EQ(field(accept(token, {{"email", "eve@example.com"}, {"name", "Eve"}, {"password", kPassword}})),
            "email");
  EXPECT_EQ(as_boss(Method::get, "/api/v1/apps/orders/members").json.at("items").as_array().size(), 0U);
  EXPECT_EQ(as_boss(Method::post, "/api/v1/apps/nothing/invitations", {{"maxUses", 1}}).status(), 404);
}

TEST_F(InvitationsTest, ListIsPagedFilteredAndWithoutLinks) {
  const auto first = invite_ada();
  (void)open_link(3);
  (void)invite({{"email", "bob@example.com"}});
  EXPECT_EQ(accept_as_new(token_of(first)).status(), 201);
  const auto path = std::string("/api/v1/apps/orders/invitations");
  const auto page = as_boss(Method::get, path + "?limit=2");
  EXPECT_EQ(page.json.at("items").as_array().size(), 2U);
  EXPECT_EQ(page.json.at("items").at(0).at("email"), "bob@example.com");
  const auto rest = as_boss(Method::get, path + "?limit=2&cursor=" + page.text("nextCursor"));
  EXPECT_EQ(rest.json.at("items").at(0).at("id"), first.json.at("id"));
  EXPECT_TRUE(rest.json.at("nextCursor").is_null());
  EXPECT_EQ(as_boss(Method::get, path + "?state=accepted").json.at("items").as_array().size(), 1U);
  EXPECT_EQ(as_boss(Method::get, path + "?state=sent").json.at("items").as_array().size(), 2U);
  EXPECT_EQ(as_boss(Method::get, path + "?state=lost").status(), 422);
  EXPECT_THAT(page.response.body, Not(HasSubstr("url")));
  EXPECT_THAT(page.response.body, Not(HasSubstr("token")));
}

TEST_F(InvitationsTest, OthersMayNot) {
  add_user("auditor@example.com", "auditor");
  add_user("ada@example.com");
  const auto sent = invite_ada();
  const auto one = "/api/v1/apps/orders/invitations/" + sent.text("id");
  for (const char* email : {"auditor@example.com", "ada@example.com"}) {
    const auto cookie = signed_in(email);
    EXPECT_EQ(post("/api/v1/apps/orders/invitations", {{"maxUses", 1}}, cookie).status(), 403);
    EXPECT_EQ(post(one + "/resend", {}, cookie).status(), 403);
    EXPECT_EQ(call(cookie, Method::delete_, one).status(), 403);
  }
  EXPECT_EQ(call(signed_in("auditor@example.com"), Method::get, one).status(), 200);
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, one).status(), 403);
  EXPECT_EQ(as_boss(Method::get, "/api/v1/apps/other/invitations/" + sent.text("id")).status(), 404);
}

TEST_F(InvitationsTest, EachStepIsAudited) {
  const auto token = token_of(invite_ada());
  add_user("eve@example.com");
  (void)accept(token, {}, signed_in("eve@example.com"));
  (void)accept_as_new(token);
  const auto log = as_boss(Method::get, "/api/v1/audit-events?limit=500").response.body;
  for (const char* action :
       {"invitation.sent", "invitation.accepted", "wrong_account", "invited", "member.set"})
    EXPECT_THAT(log, HasSubstr(action)) << action;
  EXPECT_THAT(log, Not(HasSubstr(token)));
  EXPECT_THAT(logged_, Not(HasSubstr(token)));
}

TEST_F(InvitationsTest, CommandLineFindsThemWithoutTheirApp) {
  const auto sent = local(Method::post, "/api/v1/apps/orders/invitations", R"({"email":"ada@example.com"})");
  EXPECT_EQ(sent.status(), 201);
  EXPECT_THAT(sent.text("url"), HasSubstr("https://auth.example.com/invite/"));
  EXPECT_EQ(local(Method::get, "/api/v1/operator/invitations/" + sent.text("id")).text("appId"), "orders");
  EXPECT_EQ(local(Method::get, "/api/v1/operator/invitations").json.at("items").as_array().size(), 1U);
  EXPECT_EQ(outbox("invitation").at(0).subject, "Gatehouse invites you to Order Desk");
  EXPECT_EQ(accept_as_new(token_of(sent)).status(), 201);
}

}  // namespace
}  // namespace gatehouse::server
