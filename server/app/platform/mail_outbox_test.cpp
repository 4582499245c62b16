// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/platform/mail_fixture.h"

namespace gatehouse::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class MailOutboxTest : public MailTest {
 protected:
  MailOutboxTest() {
    add_user("owner@example.com", "administrator");
    add_user("admin@example.com", "administrator");
    add_user("auditor@example.com", "auditor");
    add_user("ada@example.com");
    for (const char* email : {"owner@example.com", "ada@example.com"}) (void)ask_reset(email);
    (void)outbox();
  }
  Answer read_as(const std::string& email) {
    return call(signed_in(email), http::Method::get, "/api/v1/mail-outbox");
  }
};

TEST_F(MailOutboxTest, AdministratorsReadLinksButNotThoseOfOwners) {
  const auto administrator = read_as("admin@example.com");
  ASSERT_EQ(administrator.status(), 200);
  const auto& items = administrator.json.at("items").as_array();
  ASSERT_EQ(items.size(), 2U);
  EXPECT_EQ(items[0].at("to"), "ada@example.com");
  EXPECT_THAT(std::string(items[0].at("text").as_string()), HasSubstr("/reset-password?token="));
  EXPECT_EQ(items[1].at("to"), "owner@example.com");
  EXPECT_FALSE(items[1].as_object().contains("text"));
  EXPECT_FALSE(items[1].as_object().contains("html"));
  const auto owner = read_as("owner@example.com");
  EXPECT_TRUE(owner.json.at("items").as_array()[1].as_object().contains("text"));
}

TEST_F(MailOutboxTest, NobodyElseReadsAnything) {
  EXPECT_EQ(read_as("auditor@example.com").status(), 403);
  EXPECT_EQ(read_as("ada@example.com").status(), 403);
  EXPECT_EQ(call("", http::Method::get, "/api/v1/mail-outbox").status(), 401);
}

TEST_F(MailOutboxTest, MailServerTakesContentsOutOfSight) {
  settings_.mail.host = "127.0.0.1";
  settings_.mail.port = 1;
  restart();
  const auto answer = read_as("owner@example.com");
  EXPECT_EQ(answer.json.at("items").as_array().size(), 2U);
  EXPECT_THAT(answer.response.body, Not(HasSubstr("token=")));
}

TEST_F(MailOutboxTest, WhatIsNoLongerOfUseIsForgotten) {
  clock_.advance(std::chrono::hours(1));
  application_->remove_expired();
  const auto answer = read_as("owner@example.com");
  EXPECT_THAT(answer.response.body, HasSubstr("\"state\":\"failed\""));
  EXPECT_THAT(answer.response.body, Not(HasSubstr("token=")));
}

}  // namespace
}  // namespace gatehouse::server
