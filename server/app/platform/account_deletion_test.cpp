// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

class AccountDeletionTest : public MailTest {
 protected:
  AccountDeletionTest() {
    owner_ = add_user("owner@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    session_ = signed_in("ada@example.com");
  }

  Answer ask(const std::string& cookie, const std::string& password = kPassword) {
    return post("/api/v1/me/deletion", {{"password", password}}, cookie);
  }
  int status_of(const std::string& user) {
    return local(http::Method::get, "/api/v1/users/" + user).status();
  }
  void pass(std::chrono::seconds time) {
    clock_.advance(time);
    application_->remove_expired();
  }

  std::string owner_, ada_, session_;
};

TEST_F(AccountDeletionTest, AccountIsGoneAfterTheGraceAndNotBefore) {
  const auto other = signed_in("ada@example.com");
  const auto asked = ask(session_);
  EXPECT_EQ(asked.status(), 202);
  EXPECT_FALSE(asked.text("dueAt").empty());
  EXPECT_EQ(call(other, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(outbox("deletion_asked").at(0).to, "ada@example.com");
  pass(settings_.deletion_grace - std::chrono::seconds(1));
  EXPECT_EQ(status_of(ada_), 200);
  pass(std::chrono::seconds(1));
  EXPECT_EQ(status_of(ada_), 404);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 401);
  EXPECT_EQ(outbox("account_deleted").size(), 1U);
}

TEST_F(AccountDeletionTest, WhoThinksBetterOfItKeepsTheAccount) {
  (void)ask(session_);
  clock_.advance(std::chrono::days(1));
  EXPECT_EQ(call(session_, http::Method::delete_, "/api/v1/me/deletion").status(), 204);
  EXPECT_TRUE(call(session_, http::Method::get, "/api/v1/me/deletion").json.at("dueAt").is_null());
  pass(settings_.deletion_grace);
  EXPECT_EQ(status_of(ada_), 200);
}

TEST_F(AccountDeletionTest, AskingAgainPostponesNothing) {
  const auto first = ask(session_).text("dueAt");
  clock_.advance(std::chrono::days(1));
  EXPECT_EQ(ask(session_).text("dueAt"), first);
  EXPECT_EQ(outbox("deletion_asked").size(), 1U);
}

TEST_F(AccountDeletionTest, PasswordIsAskedOnceMore) {
  EXPECT_EQ(ask(session_, "wrong").status(), 401);
  EXPECT_EQ(ask("").status(), 401);
  EXPECT_TRUE(call(session_, http::Method::get, "/api/v1/me/deletion").json.at("dueAt").is_null());
}

TEST_F(AccountDeletionTest, LastOwnerStays) {
  const auto owner = signed_in("owner@example.com");
  const auto answer = ask(owner);
  EXPECT_EQ(answer.status(), 409);
  EXPECT_EQ(answer.code(), "last_owner");
}

TEST_F(AccountDeletionTest, EverySessionCanBeEndedAtOnce) {
  const auto other = signed_in("ada@example.com");
  EXPECT_EQ(call(session_, http::Method::delete_, "/api/v1/me/sessions?keep=current").status(), 204);
  EXPECT_EQ(call(other, http::Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(call(session_, http::Method::delete_, "/api/v1/me/sessions?keep=all").status(), 422);
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(call(session_, http::Method::delete_, "/api/v1/me/sessions").status(), 204);
  EXPECT_EQ(call(session_, http::Method::get, "/api/v1/me").status(), 401);
}

TEST_F(AccountDeletionTest, OwnDataComesAsOneFile) {
  const auto data = call(session_, http::Method::get, "/api/v1/me/export");
  EXPECT_EQ(data.status(), 200);
  EXPECT_EQ(data.response.headers.find("Content-Disposition").value_or(""),
            "attachment; filename=\"my-account.json\"");
  EXPECT_EQ(data.json.at("profile").at("email").as_string(), "ada@example.com");
  EXPECT_EQ(data.json.at("sessions").as_array().size(), 1U);
  EXPECT_FALSE(data.json.at("events").as_array().empty());
  EXPECT_EQ(data.response.body.find("$argon2id$"), std::string::npos);
  EXPECT_EQ(call("", http::Method::get, "/api/v1/me/export").status(), 401);
}

}  // namespace
}  // namespace gatehouse::server
