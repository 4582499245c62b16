// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "server/app/command_line/command_line_fixture.h"

namespace gatehouse::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class OptionFieldsTest : public CommandLineTest {
 protected:
  void refuse(const std::string& field, const std::string& message) {
    answer(422, R"({"detail":"Some fields are not valid.","code":"invalid_fields","errors":[{"field":")" +
                    field + R"(","message":")" + message + R"("}]})");
  }
};

TEST_F(OptionFieldsTest, RefusalsNameTheOptionThatWasWritten) {
  refuse("expiresInSeconds", "must be from 1 to 7776000");
  EXPECT_EQ(run({"invite", "send", "--app", "orders", "--email", "a@b.example", "--expires", "91d"}),
            kRefused);
  EXPECT_THAT(err_, HasSubstr(": --expires must be from 1 to 7776000 ("));
  refuse("tokenLifetimeSeconds", "must be from 60 to 86400");
  EXPECT_EQ(run({"app", "set", "orders", "--token-lifetime", "30s"}), kRefused);
  EXPECT_THAT(err_, HasSubstr(": --token-lifetime must be"));
  refuse("ttlSeconds", "must be from 60 to 86400");
  EXPECT_EQ(run({"token", "issue", "--app", "orders", "--user", "usr_1", "--ttl", "30s"}), kRefused);
  EXPECT_THAT(err_, HasSubstr(": --ttl must be"));
}

TEST_F(OptionFieldsTest, FieldThatNoOptionSetsKeepsItsName) {
  refuse("expiresInSeconds", "must be from 1 to 7776000");
  EXPECT_EQ(run({"app", "set", "orders", "--name", "x"}), kRefused);
  EXPECT_THAT(err_, HasSubstr(": expiresInSeconds must be"));
}

TEST_F(OptionFieldsTest, UserSetSendsWhatWasGiven) {
  answer(200, R"({"id":"usr_1","email":"ada@b.example","name":"Ada"})");
  EXPECT_EQ(run({"user", "set", "usr_1", "--first-name", "Ada", "--name", "", "--locale", "", "--time-zone",
                 "UTC"}),
            kDone);
  EXPECT_THAT(platform_.asked,
              ElementsAre("PATCH /api/v1/users/usr_1 "
                          R"({"name":"","firstName":"Ada","locale":null,"timeZone":"UTC"})"));
  platform_.asked.clear();
  EXPECT_EQ(run({"user", "set", "usr_1"}), kWrongUsage);
  EXPECT_THAT(platform_.asked, IsEmpty());
}

TEST_F(OptionFieldsTest, SettingsAreShownAndSet) {
  const auto settings = R"({"productName":null,"signUpMode":"domain","signUpDomains":["b.example"],
                            "effective":{"productName":"Gatehouse"},"mail":{"server":null,"fromAddress":"g@b.example"}})";
  answer(200, settings);
  EXPECT_EQ(run({"settings", "show"}), kDone);
  EXPECT_THAT(out_, HasSubstr("Gatehouse\n"));
  EXPECT_THAT(out_, HasSubstr("g@b.example\n"));
  answer(200, settings);
  EXPECT_EQ(run({"settings", "set", "--product-name", "", "--support-address", "help@b.example",
                 "--sign-up-mode", "domain", "--sign-up-domain", "b.example"}),
            kDone);
  EXPECT_THAT(
      platform_.asked,
      ElementsAre("GET /api/v1/settings",
                  "PATCH /api/v1/settings {\"productName\":null,\"supportAddress\":\"help@b.example\","
                  "\"signUpMode\":\"domain\",\"signUpDomains\":[\"b.example\"]}"));
  EXPECT_EQ(run({"settings", "set"}), kWrongUsage);
}

TEST_F(OptionFieldsTest, MailsAreListedAndShownLineByLine) {
  const auto mails =
      R"({"items":[{"id":"7","kind":"set_password","to":"a@b.example","state":"waiting","error":"","text":"Hello,\n\u001b[2J\n"},
                   {"id":"6","kind":"test","to":"c@b.example","state":"sent","error":""}],"nextCursor":null})";
  answer(200, mails);
  EXPECT_EQ(run({"mail", "list"}), kDone);
  EXPECT_THAT(out_, HasSubstr("7   set_password  a@b.example  waiting\n"));
  answer(200, mails);
  EXPECT_EQ(run({"mail", "show", "7"}), kDone);
  EXPECT_THAT(out_, HasSubstr("\nHello,\n?[2J\n"));
  answer(200, mails);
  EXPECT_EQ(run({"mail", "show", "6"}), kDone);
  EXPECT_THAT(out_, HasSubstr("only while it waits"));
  answer(200, mails);
  EXPECT_EQ(run({"mail", "show", "8"}), kRefused);
  EXPECT_THAT(err_, HasSubstr("gatehouse mail list"));
}

TEST_F(OptionFieldsTest, TestMailAndStatistics) {
  answer(202, R"({"to":"a@b.example","server":{"state":"ok","detail":"The mail server takes our mail."}})");
  EXPECT_EQ(run({"mail", "test", "--to", "a@b.example"}), kDone);
  EXPECT_EQ(out_, "A test mail to a@b.example is queued. The mail server takes our mail.\n");
  answer(200, R"({"users":3,"apps":1,"signIns":12})");
  EXPECT_EQ(run({"stats", "--days", "7"}), kDone);
  EXPECT_THAT(out_, HasSubstr("12\n"));
  EXPECT_THAT(platform_.asked, ElementsAre("POST /api/v1/settings/test-mail {\"to\":\"a@b.example\"}",
                                           "GET /api/v1/statistics?days=7"));
}

}  // namespace
}  // namespace gatehouse::server
