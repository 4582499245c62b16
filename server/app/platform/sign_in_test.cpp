// SPDX-License-Identifier: Apache-2.0
#include <thread>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class SignInTest : public PlatformTest {
 protected:
  SignInTest() { user_ = add_user("ada@example.com"); }
  std::string user_;
};

TEST_F(SignInTest, RightPasswordBeginsASession) {
  const auto answer = sign_in(" ADA@example.com", kPassword);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.text("status"), "complete");
  EXPECT_EQ(answer.json.at("user").at("id").as_string(), user_);
  const auto me = call(cookie_of(answer), Method::get, "/api/v1/me");
  EXPECT_EQ(me.status(), 200);
  EXPECT_EQ(me.text("email"), "ada@example.com");
  EXPECT_EQ(me.text("lastSignInAt"), "2026-11-23T10:15:00.251Z");
}

// SE-02
TEST_F(SignInTest, CookieHasEveryGuard) {
  const auto answer = sign_in("ada@example.com", kPassword);
  const std::string cookie(*answer.response.headers.find("Set-Cookie"));
  EXPECT_TRUE(cookie.starts_with("__Host-gatehouse_session="));
  for (const char* part : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part << " in " << cookie;
  }
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
}

// PW-01
TEST_F(SignInTest, UnknownWrongAndDisabledAnswerAlike) {
  const auto disabled = add_user("off@example.com");
  EXPECT_EQ(local(Method::post, "/api/v1/users/" + disabled + "/disable").status(), 200);
  const auto wrong = sign_in("ada@example.com", "a wrong password of some length");
  EXPECT_EQ(wrong.status(), 401);
  EXPECT_EQ(wrong.code(), "invalid_credentials");
  for (const auto& other : {sign_in("nobody@example.com", kPassword), sign_in("off@example.com", kPassword),
                            sign_in("no address", kPassword), sign_in("ada@example.com", "")}) {
    EXPECT_EQ(other.status(), wrong.status());
    EXPECT_EQ(other.response.body, wrong.response.body);
    EXPECT_FALSE(other.response.headers.find("Set-Cookie"));
  }
}

TEST_F(SignInTest, UserWithoutPasswordCannotSignIn) {
  local(Method::post, "/api/v1/users", R"({"email":"new@example.com"})");
  EXPECT_EQ(sign_in("new@example.com", "").status(), 401);
  EXPECT_EQ(sign_in("new@example.com", kPassword).status(), 401);
}

// PW-10
TEST_F(SignInTest, ComposedAndDecomposedPasswordIsOne) {
  const auto id = add_user("bo@example.com");
  local(Method::put, "/api/v1/operator/users/" + id + "/password",
        "{\"password\":\"Z\xc3\xbcrich by the lake\"}");
  EXPECT_EQ(sign_in("bo@example.com", "Zu\xcc\x88rich by the lake").status(), 200);
}

// PW-08
TEST_F(SignInTest, TooLongPasswordIsRefusedUnhashed) {
  EXPECT_EQ(sign_in("ada@example.com", std::string(1025, 'x')).status(), 413);
  EXPECT_EQ(sign_in("ada@example.com", std::string(60000, 'x')).status(), 413);
}

TEST_F(SignInTest, AllOfALongPasswordCounts) {
  const auto id = add_user("long@example.com");
  const std::string base(600, 'p');
  local(Method::put, "/api/v1/operator/users/" + id + "/password", R"({"password":"abc)" + base + "1\"}");
  EXPECT_EQ(sign_in("long@example.com", "abc" + base + "1").status(), 200);
  EXPECT_EQ(sign_in("long@example.com", "abc" + base + "2").status(), 401);
}

TEST_F(SignInTest, MalformedRequestsChangeNothing) {
  EXPECT_EQ(call("", Method::post, "/api/v1/sign-in", "{").status(), 400);
  EXPECT_EQ(call("", Method::post, "/api/v1/sign-in", R"({"email":"ada@example.com"})").status(), 422);
  EXPECT_EQ(call("", Method::post, "/api/v1/sign-in", R"({"email":1,"password":true})").status(), 422);
  EXPECT_EQ(
      call("", Method::post, "/api/v1/sign-in", R"({"email":"a","password":"b","isAdmin":true})").status(),
      422);
  auto form = make_request(Method::post, "/api/v1/sign-in", "email=ada");
  form.headers.set("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(send(form).status(), 415);
}

TEST_F(SignInTest, ForeignOriginIsRefused) {
  auto request =
      make_request(Method::post, "/api/v1/sign-in", R"({"email":"ada@example.com","password":"x"})");
  request.headers.add("Origin", "https://evil.example");
  EXPECT_EQ(send(request).status(), 403);
}

// SE-01
TEST_F(SignInTest, PlantedCookieIsNotTheSession) {
  const std::string planted(43, 'A');
  auto request = make_request(
      Method::post, "/api/v1/sign-in",
      boost::json::serialize(boost::json::object{{"email", "ada@example.com"}, {"password", kPassword}}));
  request.headers.add("Cookie", "__Host-gatehouse_session=" + planted);
  const auto answer = send(request);
  EXPECT_EQ(answer.status(), 200);
  EXPECT_NE(cookie_of(answer), planted);
  EXPECT_EQ(call(planted, Method::get, "/api/v1/me").status(), 401);
}

TEST_F(SignInTest, SigningInAgainRenewsTheCookieAndKeepsTheSession) {
  const auto first = signed_in("ada@example.com");
  const auto second = call(
      first, Method::post, "/api/v1/sign-in",
      boost::json::serialize(boost::json::object{{"email", "ada@example.com"}, {"password", kPassword}}));
  EXPECT_EQ(second.status(), 200);
  EXPECT_EQ(call(first, Method::get, "/api/v1/me").status(), 401);
  const auto list = call(cookie_of(second), Method::get, "/api/v1/me/sessions");
  EXPECT_EQ(list.json.at("items").as_array().size(), 1U);
}

TEST_F(SignInTest, AnotherPersonInTheSameBrowserEndsTheFirstSession) {
  add_user("bo@example.com");
  const auto first = signed_in("ada@example.com");
  const auto second =
      call(first, Method::post, "/api/v1/sign-in",
           boost::json::serialize(boost::json::object{{"email", "bo@example.com"}, {"password", kPassword}}));
  EXPECT_EQ(call(first, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(call(cookie_of(second), Method::get, "/api/v1/me").text("email"), "bo@example.com");
}

TEST_F(SignInTest, SignOutEndsTheSession) {
  const auto cookie = signed_in("ada@example.com");
  const auto answer = call(cookie, Method::post, "/api/v1/sign-out");
  EXPECT_EQ(answer.status(), 204);
  EXPECT_NE(answer.response.headers.find("Set-Cookie")->find("Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/me").status(), 401);
}

// SE-08
TEST_F(SignInTest, IdleAndAbsoluteBoundsHoldToTheSecond) {
  const auto idle = signed_in("ada@example.com");
  clock_.advance(settings_.session_idle - std::chrono::seconds(1));
  EXPECT_EQ(call(idle, Method::get, "/api/v1/me").status(), 200);  // and is touched
  clock_.advance(settings_.session_idle);
  EXPECT_EQ(call(idle, Method::get, "/api/v1/me").status(), 401);

  const auto busy = signed_in("ada@example.com");
  const auto end = clock_.now() + settings_.session_lifetime;
  while (clock_.now() + settings_.session_idle / 2 < end) {
    clock_.advance(settings_.session_idle / 2);
    EXPECT_EQ(call(busy, Method::get, "/api/v1/me").status(), 200);
  }
  clock_.set(end - std::chrono::seconds(1));
  EXPECT_EQ(call(busy, Method::get, "/api/v1/me").status(), 200);
  clock_.set(end);
  EXPECT_EQ(call(busy, Method::get, "/api/v1/me").status(), 401);
}

TEST_F(SignInTest, DisablingEndsSessionsAtOnce) {
  const auto cookie = signed_in("ada@example.com");
  local(Method::post, "/api/v1/users/" + user_ + "/disable");
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/me").status(), 401);
  local(Method::post, "/api/v1/users/" + user_ + "/enable");
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/me").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
}

// SE-11
TEST_F(SignInTest, AmbiguousOrMutilatedCookiesNeverAuthenticate) {
  const auto cookie = signed_in("ada@example.com");
  for (const auto& header :
       {"__Host-gatehouse_session=" + cookie + "; __Host-gatehouse_session=" + cookie,
        "__Host-gatehouse_session=" + cookie.substr(0, 42), "__Host-gatehouse_session=" + cookie + "A",
        "gatehouse_session=" + cookie, "__Host-gatehouse_session=" + std::string(8192, 'A'),
        std::string("__Host-gatehouse_session=")}) {
    auto request = make_request(Method::get, "/api/v1/me", "");
    request.headers.add("Cookie", header);
    EXPECT_EQ(send(request).status(), 401) << header.substr(0, 100);
  }
}

TEST_F(SignInTest, EveryAttemptIsInTheAuditLog) {
  sign_in("ada@example.com", "a wrong password of some length");
  sign_in("nobody@example.com", kPassword);
  signed_in("ada@example.com");
  const auto log = local(Method::get, "/api/v1/audit-events?limit=3");
  const auto& items = log.json.at("items").as_array();
  EXPECT_EQ(items[0].at("outcome").as_string(), "success");
  EXPECT_EQ(items[1].at("reason").as_string(), "unknown_user");
  EXPECT_EQ(items[2].at("reason").as_string(), "wrong_password");
  EXPECT_EQ(items[2].at("target").as_string(), user_);
}

TEST_F(SignInTest, SessionsSurviveARestart) {
  const auto cookie = signed_in("ada@example.com");
  restart();
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/me").status(), 200);
}

}  // namespace
}  // namespace gatehouse::server
