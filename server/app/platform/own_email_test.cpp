// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using ::testing::HasSubstr;

class OwnEmailTest : public MailTest {
 protected:
  OwnEmailTest() {
    ada_ = add_user("ada@example.com");
    session_ = signed_in("ada@example.com");
  }

  Answer ask_change(const std::string& email, const std::string& password = kPassword) {
    return post("/api/v1/me/email", {{"email", email}, {"password", password}}, session_);
  }
  Answer confirm(const std::string& token, const std::string& cookie = "") {
    return post("/api/v1/email-change/confirm", {{"token", token}}, cookie);
  }
  Answer approve(const std::string& token, const std::string& cookie = "") {
    return post("/api/v1/email-change/approve", {{"token", token}}, cookie);
  }
  Answer cancel(const std::string& token) { return post("/api/v1/email-change/cancel", {{"token", token}}); }
  std::string email() { return local(http::Method::get, "/api/v1/users/" + ada_).text("email"); }

  std::string ada_, session_;
};

// RE-16
TEST_F(OwnEmailTest, ChangeIsConfirmedAtBothAddresses) {
  const auto other = signed_in("ada@example.com");
  EXPECT_EQ(ask_change("New@example.com").status(), 202);
  EXPECT_EQ(email(), "ada@example.com");
  EXPECT_EQ(outbox("email_change_asked").at(0).to, "ada@example.com");
  EXPECT_EQ(outbox("confirm_new_email").at(0).to, "new@example.com");
  EXPECT_EQ(confirm(mailed_token("confirm_new_email", "change"), session_).status(), 202);
  EXPECT_EQ(email(), "ada@example.com");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve"), session_).status(), 204);
  EXPECT_EQ(email(), "new@example.com");
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(call(other, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("new@example.com", kPassword).status(), 200);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);
}

TEST_F(OwnEmailTest, OldAddressMayAgreeFirst) {
  (void)ask_change("new@example.com");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 202);
  EXPECT_EQ(email(), "ada@example.com");
  EXPECT_EQ(confirm(mailed_token("confirm_new_email", "change")).status(), 204);
  EXPECT_EQ(email(), "new@example.com");
}

TEST_F(OwnEmailTest, OneMailboxAloneChangesNothingHoweverOftenItAgrees) {
  (void)ask_change("new@example.com");
  const auto token = mailed_token("email_change_asked", "approve");
  EXPECT_EQ(approve(token).status(), 202);
  EXPECT_EQ(approve(token).status(), 400);
  EXPECT_EQ(email(), "ada@example.com");
}

TEST_F(OwnEmailTest, OldAddressCannotMoveTheAccountToAnothersAddress) {
  const auto bob = add_user("bob@example.com");
  (void)ask_change("bob@example.com");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 202);
  local(http::Method::delete_, "/api/v1/users/" + bob);
  EXPECT_EQ(email(), "ada@example.com");
}

// RE-16
TEST_F(OwnEmailTest, PasswordIsAskedOnceMore) {
  EXPECT_EQ(ask_change("new@example.com", "wrong").status(), 401);
  EXPECT_EQ(post("/api/v1/me/email", {{"email", "new@example.com"}}, session_).status(), 422);
  EXPECT_EQ(post("/api/v1/me/email", {{"email", "new@example.com"}, {"password", kPassword}}).status(), 401);
  EXPECT_TRUE(outbox().empty());
}

// RE-16
TEST_F(OwnEmailTest, SecondChangeKillsTheFirstLink) {
  (void)ask_change("first@example.com");
  const auto first = mailed_token("confirm_new_email", "change");
  (void)ask_change("second@example.com");
  EXPECT_EQ(confirm(first).status(), 400);
  EXPECT_EQ(email(), "ada@example.com");
  const auto second = mailed_token("confirm_new_email", "change");
  EXPECT_EQ(confirm(second).status(), 202);
  EXPECT_EQ(confirm(second).status(), 400);
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 204);
  EXPECT_EQ(email(), "second@example.com");
}

TEST_F(OwnEmailTest, TakenAddressIsNotToldApart) {
  (void)add_user("bob@example.com");
  const auto free = ask_change("free@example.com");
  const auto taken = ask_change("bob@example.com");
  EXPECT_EQ(taken.status(), free.status());
  EXPECT_EQ(taken.response.body, free.response.body);
  for (const auto& mail : outbox()) EXPECT_NE(mail.to, "bob@example.com");
}

TEST_F(OwnEmailTest, AddressTakenMeanwhileIsRefused) {
  (void)ask_change("bob@example.com");
  const auto token = mailed_token("confirm_new_email", "change");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 202);
  (void)add_user("bob@example.com");
  EXPECT_EQ(confirm(token).status(), 400);
  EXPECT_EQ(email(), "ada@example.com");
}

TEST_F(OwnEmailTest, OldAddressCanStopTheChange) {
  (void)ask_change("new@example.com");
  EXPECT_EQ(cancel(mailed_token("email_change_asked", "cancel")).status(), 204);
  EXPECT_EQ(confirm(mailed_token("confirm_new_email", "change")).status(), 400);
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);  // whoever asked knew it
  (void)ask_reset("ada@example.com");
  EXPECT_EQ(reset(mailed_token("reset_password"), kNewPassword).status(), 204);
}

TEST_F(OwnEmailTest, OldAddressCanUndoTheChange) {
  (void)ask_change("new@example.com");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 202);
  EXPECT_EQ(confirm(mailed_token("confirm_new_email", "change")).status(), 204);
  (void)ask_reset("new@example.com");
  const auto reset_by_thief = mailed_token("reset_password");
  const auto cancelling = mailed_token("email_change_asked", "cancel");
  EXPECT_EQ(cancel(cancelling).status(), 204);
  EXPECT_EQ(email(), "ada@example.com");
  EXPECT_EQ(reset(reset_by_thief, kNewPassword).status(), 400);
  EXPECT_EQ(cancel(cancelling).status(), 400);
}

TEST_F(OwnEmailTest, UndoingEndsAfterAWeek) {
  (void)ask_change("new@example.com");
  EXPECT_EQ(approve(mailed_token("email_change_asked", "approve")).status(), 202);
  EXPECT_EQ(confirm(mailed_token("confirm_new_email", "change")).status(), 204);
  const auto cancelling = mailed_token("email_change_asked", "cancel");
  clock_.advance(std::chrono::days(7));
  EXPECT_EQ(cancel(cancelling).status(), 400);
  EXPECT_EQ(email(), "new@example.com");
}

// RE-08
TEST_F(OwnEmailTest, NoPurposeOpensWhatAnotherWasMadeFor) {
  (void)ask_change("new@example.com");
  (void)ask_reset("ada@example.com");
  const std::vector<std::string> tokens = {
      mailed_token("reset_password"), mailed_token("confirm_new_email", "change"),
      mailed_token("email_change_asked", "cancel"), mailed_token("email_change_asked", "approve")};
  const std::vector<std::string> uses = {"/api/v1/password-reset/confirm", "/api/v1/email-change/confirm",
                                         "/api/v1/email-change/cancel", "/api/v1/email-change/approve",
                                         "/api/v1/email-verification/confirm"};
  for (std::size_t token = 0; token < tokens.size(); ++token) {
    ASSERT_FALSE(tokens[token].empty());
    for (std::size_t use = 0; use < uses.size(); ++use) {
      if (use == token) continue;
      boost::json::object body = {{"token", tokens[token]}};
      if (use == 0) body["password"] = kNewPassword;
      EXPECT_EQ(post(uses[use], body).status(), 400) << token << " at " << uses[use];
    }
  }
  EXPECT_EQ(confirm(tokens[1]).status(), 202);  // none of it used anything up
}

TEST_F(OwnEmailTest, VerifiedAddressNeedsNoProof) {
  EXPECT_EQ(post("/api/v1/me/email/verification", {}, session_).status(), 202);
  EXPECT_TRUE(outbox().empty());
}

/// Somebody has made an account with an address that is another's, before that other came.
class UnverifiedTest : public MailTest {
 protected:
  UnverifiedTest() {
    id_ = add_user("victim@example.com");
    unverify(id_);
    session_ = signed_in("victim@example.com");
  }
  Answer verify(const std::string& token, const std::string& cookie = "") {
    return post("/api/v1/email-verification/confirm", {{"token", token}}, cookie);
  }
  int with_key(const std::string& key) {
    auto request = make_request(http::Method::get, "/api/v1/apps/orders", "");
    request.headers.add("Authorization", "Bearer " + key);
    return send(std::move(request)).status();
  }
  bool is_verified() {
    return local(http::Method::get, "/api/v1/users/" + id_).json.at("emailVerified").as_bool();
  }

  std::string id_, session_;
};

// RE-10, RE-11
TEST_F(UnverifiedTest, OwnerWhoVerifiesLocksOutWhoeverCameBefore) {
  (void)post("/api/v1/me/email/verification", {}, session_);
  const auto token = mailed_token("verify_email");
  EXPECT_EQ(verify(token).status(), 204);
  EXPECT_TRUE(is_verified());
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("victim@example.com", kPassword).status(), 401);
  EXPECT_EQ(verify(token).status(), 400);
}

// RE-11
TEST_F(UnverifiedTest, OwnerWhoRecoversLocksOutWhoeverCameBefore) {
  (void)post("/api/v1/me/email", {{"email", "attacker@example.com"}, {"password", kPassword}}, session_);
  const auto pending = mailed_token("confirm_new_email", "change");
  ASSERT_FALSE(pending.empty());
  (void)ask_reset("victim@example.com");
  EXPECT_EQ(reset(mailed_token("reset_password"), kNewPassword).status(), 204);
  EXPECT_TRUE(is_verified());
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("victim@example.com", kPassword).status(), 401);
  EXPECT_EQ(post("/api/v1/email-change/confirm", {{"token", pending}}).status(), 400);
  EXPECT_EQ(sign_in("victim@example.com", kNewPassword).status(), 200);
}

// RE-11
TEST_F(UnverifiedTest, KeysThatWereMadeBeforeOpenNothingToTheOneWhoCameBefore) {
  local(http::Method::post, "/api/v1/apps", R"({"id":"orders","name":"Orders"})");
  const auto prepare = [&](const std::string& email) {
    const auto id = add_user(email);
    local(http::Method::put, "/api/v1/apps/orders/managers/" + id);
    unverify(id);
    const auto session = signed_in(email);
    const auto key =
        post("/api/v1/api-keys", {{"name", "x"}, {"permissions", {"app:view"}}}, session).text("key");
    EXPECT_EQ(with_key(key), 200);
    return std::pair(session, key);
  };
  const auto [recovered_session, recovered] = prepare("recovers@example.com");
  (void)ask_reset("recovers@example.com");
  EXPECT_EQ(reset(mailed_token("reset_password"), kNewPassword).status(), 204);
  EXPECT_EQ(with_key(recovered), 401);
  const auto [verified_session, verified] = prepare("verifies@example.com");
  (void)post("/api/v1/me/email/verification", {}, verified_session);
  EXPECT_EQ(verify(mailed_token("verify_email")).status(), 204);
  EXPECT_EQ(with_key(verified), 401);
}

TEST_F(UnverifiedTest, WhoIsSignedInAndOpensTheMailboxStaysSignedIn) {
  const auto other = signed_in("victim@example.com");
  (void)post("/api/v1/me/email/verification", {}, session_);
  EXPECT_EQ(verify(mailed_token("verify_email"), session_).status(), 204);
  EXPECT_TRUE(is_verified());
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(call(other, http::Method::get, "/api/v1/me").status(), 401);
}

class OwnPasswordTest : public OwnEmailTest {};

TEST_F(OwnPasswordTest, ChangeAsksTheCurrentOneAndEndsOtherSessions) {
  const auto other = signed_in("ada@example.com");
  const auto change = [&](const char* current, const char* next) {
    return post("/api/v1/me/password", {{"currentPassword", current}, {"newPassword", next}}, session_);
  };
  EXPECT_EQ(change("wrong", kNewPassword).status(), 401);
  const auto weak = change(kPassword, "short");
  EXPECT_EQ(weak.status(), 422);
  EXPECT_THAT(weak.response.body, HasSubstr("newPassword"));
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
  EXPECT_EQ(change(kPassword, kNewPassword).status(), 204);
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(call(other, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kNewPassword).status(), 200);
  EXPECT_EQ(outbox("password_changed").size(), 1U);
}

}  // namespace
}  // namespace gatehouse::server
