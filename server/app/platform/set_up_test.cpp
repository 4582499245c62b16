// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <thread>
#include <vector>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class SetUpTest : public PlatformTest {
 protected:
  std::string token() {
    const auto link = application_->issue_set_up_link();
    return link.substr(link.find('=') + 1);
  }
  Answer set_up(const std::string& token, const std::string& email = "owner@example.com") {
    return call("", Method::post, "/api/v1/setup",
                boost::json::serialize(boost::json::object{
                    {"token", token}, {"email", email}, {"name", "Olive Owner"}, {"password", kPassword}}));
  }
};

TEST_F(SetUpTest, LinkNamesTheConfiguredUrl) {
  EXPECT_TRUE(application_->issue_set_up_link().starts_with("https://auth.example.com/setup?token="));
}

TEST_F(SetUpTest, TokenMakesTheOwnerAndSignsIn) {
  const auto answer = set_up(token());
  EXPECT_EQ(answer.status(), 201);
  const auto cookie = cookie_of(answer);
  EXPECT_EQ(call(cookie, Method::get, "/api/v1/users").json.at("items").at(0).at("platformRole").as_string(),
            "owner");
  EXPECT_EQ(sign_in("owner@example.com", kPassword).status(), 200);
}

// PW-13
TEST_F(SetUpTest, ClosedForEverAfterTheFirst) {
  const auto used = token();
  EXPECT_EQ(set_up(used).status(), 201);
  EXPECT_EQ(application_->issue_set_up_link(), "");
  EXPECT_EQ(set_up(used, "second@example.com").status(), 404);
  restart();
  EXPECT_EQ(application_->issue_set_up_link(), "");
  EXPECT_EQ(set_up(used, "second@example.com").status(), 404);
}

TEST_F(SetUpTest, WrongTokenIsRefused) {
  const auto good = token();
  EXPECT_EQ(set_up("").status(), 404);
  EXPECT_EQ(set_up(std::string(43, 'A')).status(), 404);
  EXPECT_EQ(set_up(good + "A").status(), 404);
  EXPECT_EQ(set_up(good).status(), 201);
}

TEST_F(SetUpTest, NewerTokenReplacesTheOlder) {
  const auto older = token();
  const auto newer = token();
  EXPECT_EQ(set_up(older).status(), 404);
  EXPECT_EQ(set_up(newer).status(), 201);
}

TEST_F(SetUpTest, WeakPasswordKeepsTheDoorOpen) {
  const auto good = token();
  const auto answer =
      call("", Method::post, "/api/v1/setup",
           boost::json::serialize(boost::json::object{
               {"token", good}, {"email", "o@example.com"}, {"name", "O"}, {"password", "short"}}));
  EXPECT_EQ(answer.status(), 422);
  EXPECT_EQ(answer.json.at("errors").at(0).at("field").as_string(), "password");
  EXPECT_EQ(set_up(good).status(), 201);
}

TEST_F(SetUpTest, AdministratorByCommandLineClosesTheDoor) {
  const auto good = token();
  add_user("boss@example.com", "administrator");
  EXPECT_EQ(set_up(good).status(), 404);
  EXPECT_EQ(local(Method::get, "/api/v1/users?email=boss@example.com")
                .json.at("items")
                .at(0)
                .at("platformRole")
                .as_string(),
            "owner");
}

TEST_F(SetUpTest, OrdinaryUserLeavesTheDoorOpen) {
  const auto good = token();
  add_user("ada@example.com");
  EXPECT_EQ(set_up(good).status(), 201);
}

TEST_F(SetUpTest, RaceHasOneWinner) {
  const auto good = token();
  std::atomic<int> made{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&, i] {
      if (set_up(good, "owner" + std::to_string(i) + "@example.com").status() == 201) ++made;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(local(Method::get, "/api/v1/users").json.at("items").as_array().size(), 1U);
}

}  // namespace
}  // namespace gatehouse::server
