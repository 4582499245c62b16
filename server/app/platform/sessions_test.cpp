// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class SessionsTest : public PlatformTest {
 protected:
  SessionsTest() {
    add_user("owner@example.com", "owner");
    add_user("admin@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    owner_cookie_ = sign_in_from("owner@example.com", "127.1.0.1");
    admin_cookie_ = sign_in_from("admin@example.com", "127.1.0.2");
    ada_cookie_ = sign_in_from("ada@example.com", "127.1.0.3");
    other_cookie_ = sign_in_from("ada@example.com", "127.1.0.4");
  }

  std::string sign_in_from(const std::string& email, const std::string& address) {
    clock_.advance(std::chrono::milliseconds(1));
    auto request = make_request(Method::post, "/api/v1/sign-in",
                                R"({"email":")" + email + R"(","password":")" + kPassword + R"("})");
    request.client_address = address;
    request.headers.add("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/120.0");
    return cookie_of(send(std::move(request)));
  }
  /// E-mail addresses, newest session first.
  std::vector<std::string> listed(const std::string& target, std::string* next = nullptr) {
    const auto answer = call(admin_cookie_, Method::get, target);
    std::vector<std::string> emails;
    for (const auto& item : answer.json.at("items").as_array())
      emails.emplace_back(item.at("user").at("email").as_string());
    if (next) *next = answer.text("nextCursor");
    return emails;
  }
  std::string newest_session_of(const std::string& user) {
    const auto answer = call(owner_cookie_, Method::get, "/api/v1/users/" + user + "/sessions");
    return std::string(answer.json.at("items").as_array().at(0).at("id").as_string());
  }
  bool is_signed_in(const std::string& cookie) {
    return call(cookie, Method::get, "/api/v1/me").status() == 200;
  }

  using Emails = std::vector<std::string>;
  std::string ada_, owner_cookie_, admin_cookie_, ada_cookie_, other_cookie_;
};

TEST_F(SessionsTest, AllAreListedNewestFirstPageByPage) {
  EXPECT_EQ(listed("/api/v1/sessions"),
            (Emails{"ada@example.com", "ada@example.com", "admin@example.com", "owner@example.com"}));
  std::string next;
  EXPECT_EQ(listed("/api/v1/sessions?limit=3", &next).size(), 3U);
  EXPECT_EQ(listed("/api/v1/sessions?limit=3&cursor=" + next), (Emails{"owner@example.com"}));
}

TEST_F(SessionsTest, TheyAreFoundByUserAndByAddress) {
  EXPECT_EQ(listed("/api/v1/sessions?user=" + ada_).size(), 2U);
  EXPECT_EQ(listed("/api/v1/users/" + ada_ + "/sessions").size(), 2U);
  EXPECT_EQ(listed("/api/v1/sessions?address=127.1.0.2"), (Emails{"admin@example.com"}));
  EXPECT_EQ(call(admin_cookie_, Method::get, "/api/v1/sessions?address=x&user=y").status(), 422);
  EXPECT_EQ(call(admin_cookie_, Method::get, "/api/v1/users/usr_none/sessions").status(), 404);
}

TEST_F(SessionsTest, WhatIsShownHoldsNoSecret) {
  const auto answer = call(admin_cookie_, Method::get, "/api/v1/sessions?user=" + ada_);
  EXPECT_EQ(answer.json.at("items").as_array().at(0).at("device"), "Firefox / Linux");
  EXPECT_EQ(answer.response.body.find(ada_cookie_), std::string::npos);
  EXPECT_EQ(answer.response.body.find("token"), std::string::npos);
}

TEST_F(SessionsTest, EndedSessionIsOverAtOnceAndTheOtherGoesOn) {
  ASSERT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/sessions/" + newest_session_of(ada_)).status(),
            204);
  EXPECT_TRUE(is_signed_in(ada_cookie_));
  EXPECT_FALSE(is_signed_in(other_cookie_));
  const auto events = local(Method::get, "/api/v1/audit-events?limit=1");
  EXPECT_EQ(events.json.at("items").as_array().at(0).at("action"), "session.ended");
}

TEST_F(SessionsTest, AllOfAUserEnd) {
  const auto answer = call(admin_cookie_, Method::delete_, "/api/v1/users/" + ada_ + "/sessions");
  EXPECT_EQ(answer.json.at("ended"), 2);
  EXPECT_FALSE(is_signed_in(ada_cookie_));
  EXPECT_FALSE(is_signed_in(other_cookie_));
}

TEST_F(SessionsTest, EverybodysEndOnlyWhenItIsMeantAndOnesOwnStays) {
  EXPECT_EQ(call(admin_cookie_, Method::post, "/api/v1/sessions/end-all", "{}").status(), 422);
  EXPECT_EQ(call(admin_cookie_, Method::post, "/api/v1/sessions/end-all", R"({"confirm":"yes"})").status(),
            422);
  EXPECT_TRUE(is_signed_in(ada_cookie_));
  const auto answer =
      call(admin_cookie_, Method::post, "/api/v1/sessions/end-all", R"({"confirm":"everybody"})");
  EXPECT_EQ(answer.json.at("ended"), 3);
  EXPECT_FALSE(is_signed_in(ada_cookie_));
  EXPECT_FALSE(is_signed_in(owner_cookie_));
  EXPECT_TRUE(is_signed_in(admin_cookie_));
}

TEST_F(SessionsTest, OwnersAreNotThrownOutByThoseBelow) {
  const auto owner = call(owner_cookie_, Method::get, "/api/v1/me").text("id");
  EXPECT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/users/" + owner + "/sessions").status(), 403);
  EXPECT_EQ(call(admin_cookie_, Method::delete_, "/api/v1/sessions/" + newest_session_of(owner)).status(),
            403);
  EXPECT_TRUE(is_signed_in(owner_cookie_));
}

// SE-10
TEST_F(SessionsTest, AnothersSessionIsNotThereForPeople) {
  add_user("eve@example.com");
  const auto eve = signed_in("eve@example.com");
  const auto session = newest_session_of(ada_);
  EXPECT_EQ(call(eve, Method::delete_, "/api/v1/me/sessions/" + session).status(), 404);
  EXPECT_EQ(call(eve, Method::delete_, "/api/v1/sessions/" + session).status(), 403);
  EXPECT_EQ(call(eve, Method::get, "/api/v1/users/" + ada_ + "/sessions").status(), 403);
  EXPECT_EQ(call(eve, Method::get, "/api/v1/sessions").status(), 403);
  EXPECT_EQ(call("", Method::get, "/api/v1/sessions").status(), 401);
  EXPECT_TRUE(is_signed_in(other_cookie_));
}

TEST_F(SessionsTest, EndedOnesAreNotListed) {
  clock_.advance(std::chrono::days(15));
  admin_cookie_ = sign_in_from("admin@example.com", "127.1.0.2");
  EXPECT_EQ(listed("/api/v1/sessions"), (Emails{"admin@example.com"}));
}

}  // namespace
}  // namespace gatehouse::server
