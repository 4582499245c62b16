// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class PasswordAttacksTest : public PlatformTest {
 protected:
  Answer set_password(const std::string& id, const std::string& password) {
    return local(Method::put, "/api/v1/operator/users/" + id + "/password",
                 boost::json::serialize(boost::json::object{{"password", password}}));
  }
  Answer set_up(const std::string& token, const std::string& email) {
    return call("", Method::post, "/api/v1/setup",
                boost::json::serialize(boost::json::object{
                    {"token", token}, {"email", email}, {"name", "Olive Owner"}, {"password", kPassword}}));
  }
};

// PW-01: the same answer, byte for byte, for every reason that a stranger must not learn.
TEST_F(PasswordAttacksTest, EveryRefusedSignInReadsAlike) {
  add_user("ada@example.com");
  const auto off = add_user("off@example.com");
  local(Method::post, "/api/v1/users/" + off + "/disable");
  local(Method::post, "/api/v1/users", R"({"email":"passwordless@example.com"})");
  const auto wrong = sign_in("ada@example.com", "a wrong password of some length");
  ASSERT_EQ(wrong.status(), 401);
  const auto names = [](const Answer& answer) {
    std::string all;
    for (const auto& field : answer.response.headers) all += field.name + ' ';
    return all;
  };
  for (const char* email : {"nobody@example.com", "off@example.com", "passwordless@example.com"}) {
    const auto answer = sign_in(email, kPassword);
    EXPECT_EQ(answer.status(), wrong.status()) << email;
    EXPECT_EQ(answer.response.body, wrong.response.body) << email;
    EXPECT_EQ(names(answer), names(wrong)) << email;
  }
}

// PW-08
TEST_F(PasswordAttacksTest, EveryCharacterUpToTheBoundCounts) {
  const auto id = add_user("ada@example.com");
  for (const std::size_t length : {64U, 72U, 73U, 128U, 1024U}) {
    const auto password = "Aq" + std::string(length - 3, 'z');
    ASSERT_EQ(set_password(id, password + "1").status(), 204) << length;
    EXPECT_EQ(sign_in("ada@example.com", password + "1").status(), 200) << length;
    EXPECT_EQ(sign_in("ada@example.com", password + "2").status(), 401) << length;
    EXPECT_EQ(sign_in("ada@example.com", password).status(), 401) << length;
    clock_.advance(std::chrono::hours(24));  // the limit on guesses is not what is tested
  }
  EXPECT_EQ(set_password(id, std::string(1025, 'a') + "1").status(), 422);
}

// PW-08: a NUL must end nothing.
TEST_F(PasswordAttacksTest, NulInAPasswordIsRefusedAndCutsNothingOff) {
  const auto id = add_user("ada@example.com");
  const std::string password = kPassword;
  EXPECT_EQ(set_password(id, password + std::string("\0tail", 5)).status(), 422);
  EXPECT_EQ(sign_in("ada@example.com", password + std::string("\0", 1)).status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", password + std::string("\0tail", 5)).status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", password).status(), 200);
}

// PW-10
TEST_F(PasswordAttacksTest, LookAlikeLettersAreAnotherPassword) {
  const auto id = add_user("ada@example.com");
  ASSERT_EQ(set_password(id, "a password of latin letters").status(), 204);
  EXPECT_EQ(sign_in("ada@example.com", "\xd0\xb0 password of latin letters").status(), 401);
  EXPECT_EQ(sign_in("ada@example.com", "a password of latin letters").status(), 200);
}

// PW-13
TEST_F(PasswordAttacksTest, FreshPlatformHasNoAccountAtAll) {
  EXPECT_TRUE(local(Method::get, "/api/v1/users").json.at("items").as_array().empty());
  for (const char* email : {"admin@example.com", "admin@localhost", "root@localhost", "admin", "root"}) {
    for (const char* password : {"admin", "adminpass", "password", "", "changeme"})
      EXPECT_NE(sign_in(email, password).status(), 200) << email;
    clock_.advance(std::chrono::hours(24));
  }
}

// PW-13: without the token, and after the first owner, there is nothing at the address.
TEST_F(PasswordAttacksTest, SetUpWithoutItsTokenIsNotThere) {
  const auto link = application_->issue_set_up_link();
  const auto token = link.substr(link.find('=') + 1);
  const auto wrong = set_up(std::string(43, 'A'), "eve@example.com");
  EXPECT_EQ(wrong.status(), 404);
  ASSERT_EQ(set_up(token, "owner@example.com").status(), 201);
  for (const auto& again : {token, std::string(43, 'A'), std::string()}) {
    const auto answer = set_up(again, "eve@example.com");
    EXPECT_EQ(answer.status(), 404);
    EXPECT_EQ(answer.response.body, wrong.response.body);
  }
  EXPECT_EQ(call("", Method::get, "/setup?token=" + token).status(), 404);
}

// PW-13: fifty at once, with the good token.
TEST_F(PasswordAttacksTest, OneOfFiftyBecomesTheOwner) {
  const auto link = application_->issue_set_up_link();
  const auto token = link.substr(link.find('=') + 1);
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 50; ++i) {
    threads.emplace_back([&, i] {
      if (set_up(token, "owner" + std::to_string(i) + "@example.com").status() == 201) ++made;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(local(Method::get, "/api/v1/users").json.at("items").as_array().size(), 1U);
}

// PW-14: people choose their own passwords; administrators have the mailed link, and never see it.
TEST_F(PasswordAttacksTest, NobodyPicksAnothersPassword) {
  add_user("owner@example.com", "owner");
  const auto ada = add_user("ada@example.com");
  const auto owner = signed_in("owner@example.com");
  const auto session = signed_in("ada@example.com");
  const std::string other = "picked by somebody else 42";
  const auto body = R"({"password":")" + other + "\"}";
  const auto key = call(owner, Method::post, "/api/v1/api-keys",
                        R"({"name":"x","permissions":["users:manage","platform:manage"]})")
                       .text("key");
  const std::pair<Method, std::string> doors[] = {
      {Method::patch, "/api/v1/users/" + ada},
      {Method::put, "/api/v1/users/" + ada},
      {Method::put, "/api/v1/users/" + ada + "/password"},
      {Method::post, "/api/v1/users/" + ada + "/password"},
      {Method::put, "/api/v1/operator/users/" + ada + "/password"},
      {Method::post, "/api/v1/operator/users/" + ada + "/rescue"}};
  for (const auto& [method, path] : doors) {
    const auto status = call(owner, method, path, body).status();
    EXPECT_TRUE(status == 422 || status == 404 || status == 405) << path << " " << status;
    auto request = make_request(method, path, body);
    request.headers.add("Authorization", "Bearer " + key);
    EXPECT_GE(send(std::move(request)).status(), 400) << path;
  }
  EXPECT_EQ(
      call(owner, Method::post, "/api/v1/users", R"({"email":"new@example.com","password":")" + other + "\"}")
          .status(),
      422);
  EXPECT_EQ(sign_in("ada@example.com", other).status(), 401);
  EXPECT_EQ(call(session, Method::get, "/api/v1/me").status(), 200);
  EXPECT_EQ(sign_in("ada@example.com", kPassword).status(), 200);
}

}  // namespace
}  // namespace gatehouse::server
