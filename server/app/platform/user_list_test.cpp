// SPDX-License-Identifier: Apache-2.0
#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

class UserListApiTest : public PlatformTest {
 protected:
  UserListApiTest() {
    add_user("owner@example.com", "administrator");
    ada_ = add_user("ada@example.com");
    local(Method::patch, "/api/v1/users/" + ada_, R"({"name":"Ada Lovelace"})");
    cookie_ = signed_in("owner@example.com");
  }
  Answer list(const std::string& query) { return call(cookie_, Method::get, "/api/v1/users?" + query); }
  static std::vector<std::string> emails(const Answer& answer) {
    std::vector<std::string> found;
    for (const auto& user : answer.json.at("items").as_array())
      found.emplace_back(user.at("email").as_string());
    return found;
  }
  using Emails = std::vector<std::string>;

  std::string ada_, cookie_;
};

TEST_F(UserListApiTest, SearchesFiltersAndSorts) {
  EXPECT_EQ(emails(list("search=lace")), Emails{"ada@example.com"});
  EXPECT_EQ(emails(list("search=LOVELACE%20ada")), Emails{"ada@example.com"});
  EXPECT_EQ(emails(list("search=example&sort=email")), (Emails{"ada@example.com", "owner@example.com"}));
  EXPECT_EQ(emails(list("state=pending")), Emails{"ada@example.com"});
  EXPECT_EQ(emails(list("state=active&verified=true")), Emails{"owner@example.com"});
  EXPECT_EQ(emails(list("role=owner&sort=name")), Emails{"owner@example.com"});
  EXPECT_EQ(emails(list("sort=newest")), (Emails{"ada@example.com", "owner@example.com"}));
  EXPECT_EQ(emails(list("app=nothing")), Emails{});
  EXPECT_EQ(emails(list("search=&state=")), (Emails{"owner@example.com", "ada@example.com"}));
}

TEST_F(UserListApiTest, FindsWordsAcrossNameAndAddress) {
  const auto grace = add_user("hopper@navy.example");
  local(Method::patch, "/api/v1/users/" + grace, R"({"name":"Grace"})");
  local(Method::patch, "/api/v1/users/" + add_user("navy@example.org"), R"({"name":"Grace Navy"})");
  EXPECT_EQ(emails(list("search=grace%20navy")), (Emails{"hopper@navy.example", "navy@example.org"}));
  EXPECT_EQ(emails(list("search=navy%20grace&sort=newest")),
            (Emails{"navy@example.org", "hopper@navy.example"}));
  EXPECT_EQ(emails(list("search=grace%20%40navy")), Emails{"hopper@navy.example"});
}

TEST_F(UserListApiTest, SaysHowItIsSorted) {
  EXPECT_EQ(list("search=example&sort=email").text("sort"), "email");
  EXPECT_EQ(list("").text("sort"), "created");
}

TEST_F(UserListApiTest, WhatIsNoQueryIsRefusedByName) {
  for (const char* query : {"search=ab", "search=...", "state=asleep", "role=emperor", "verified=yes",
                            "sort=password_hash", "cursor=nonsense", "q=ada", "search=abc&search=abd"}) {
    const auto answer = list(query);
    EXPECT_EQ(answer.status(), 422) << query;
    EXPECT_EQ(answer.code(), "invalid_fields") << query;
  }
}

TEST_F(UserListApiTest, OnlyWhoMayLookMaySearch) {
  EXPECT_EQ(call("", Method::get, "/api/v1/users?search=ada").status(), 401);
  EXPECT_EQ(call(signed_in("ada@example.com"), Method::get, "/api/v1/users?search=ada").status(), 403);
}

}  // namespace
}  // namespace gatehouse::server
