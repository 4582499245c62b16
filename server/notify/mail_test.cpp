// SPDX-License-Identifier: Apache-2.0
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/notify/compose_mail.h"
#include "server/notify/mail_delivery.h"
#include "server/notify/mail_texts.h"

namespace gatehouse::server {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::set<std::string> places_of(std::string_view text) {
  std::set<std::string> places;
  for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{')) {
    const auto close = text.find('}', open);
    places.insert(std::string(text.substr(open + 1, close - open - 1)));
    text.remove_prefix(close + 1);
  }
  return places;
}

MailFacts all_facts() {
  return {{"brand", "Gatehouse"},
          {"platform", "https://auth.example.com"},
          {"name", "Ada Lovelace"},
          {"link", "https://auth.example.com/x?token=abc"},
          {"email", "ada@example.com"},
          {"minutes", "30"},
          {"hours", "24"},
          {"days", "7"},
          {"time", "2026-11-23 10:15 UTC"},
          {"device", "Firefox on Linux"},
          {"address", "192.0.2.7"},
          {"inviter", "Grace Hopper"},
          {"app", "Orders"}};
}

TEST(MailTextsTest, EveryLanguageHasTheSameKeysAndPlaces) {
  const auto english = parse_mail_texts(mail_text_files()[0].lines);
  ASSERT_GE(mail_text_files().size(), 2U);
  for (const auto& file : mail_text_files()) {
    const auto texts = parse_mail_texts(file.lines);
    for (const auto& [key, text] : english) {
      ASSERT_TRUE(texts.contains(key)) << file.language << " lacks " << key;
      EXPECT_EQ(places_of(texts.at(key)), places_of(text)) << file.language << " " << key;
      EXPECT_FALSE(texts.at(key).empty()) << file.language << " " << key;
    }
    EXPECT_EQ(texts.size(), english.size()) << file.language << " has keys of its own";
  }
}

TEST(MailTextsTest, LanguageFollowsTheLocale) {
  EXPECT_EQ(mail_texts_for("de-CH").at("layout.greeting"), "Hallo {name},");
  EXPECT_EQ(mail_texts_for("DE").at("layout.greeting"), "Hallo {name},");
  EXPECT_EQ(mail_texts_for("fr").at("layout.greeting"), "Hello {name},");
  EXPECT_EQ(mail_texts_for(std::nullopt).at("layout.greeting"), "Hello {name},");
}

TEST(ComposeMailTest, EveryKindInEveryLanguageIsWhole) {
  for (const auto kind : kMailKinds) {
    for (const auto& file : mail_text_files()) {
      SCOPED_TRACE(std::string(file.language) + " " + std::string(to_text(kind)));
      const auto mail = compose_mail(kind, std::string(file.language), all_facts());
      EXPECT_FALSE(mail.subject.empty());
      const auto body = mail.html.substr(mail.html.find("</head>"));  // behind the style sheet
      for (const auto& text : {mail.subject, mail.text, body}) EXPECT_THAT(text, Not(HasSubstr("{")));
      EXPECT_THAT(mail.text, HasSubstr("https://auth.example.com/x?token=abc\n"));
      EXPECT_THAT(mail.html, HasSubstr("href=\"https://auth.example.com/x?token=abc\""));
      EXPECT_THAT(mail.html, HasSubstr("Gatehouse"));
    }
  }
}

// IN-08
TEST(ComposeMailTest, FactsCanNeitherMarkUpNorBreakLines) {
  auto facts = all_facts();
  facts["inviter"] = "Eve <a href='https://evil.example'>\r\nBcc: all@example.com";
  const auto mail = compose_mail(MailKind::invitation, std::nullopt, facts);
  EXPECT_EQ(mail.subject.find_first_of("\r\n"), std::string::npos);
  EXPECT_THAT(mail.html, Not(HasSubstr("<a href='")));
  EXPECT_THAT(mail.html, HasSubstr("Eve &lt;a href=&#39;https://evil.example&#39;&gt;"));
}

TEST(ComposeMailTest, LookIsThatOfTheBrand) {
  const MailLook look{
      .accent_light = {0x10, 0x20, 0x60}, .accent_dark = {0xa0, 0xc0, 0xff}, .support = "help@acme.example"};
  const auto mail = compose_mail(MailKind::test, std::nullopt, all_facts(), look);
  EXPECT_THAT(mail.html, HasSubstr("background:#102060;color:#ffffff"));
  EXPECT_THAT(mail.html, HasSubstr("background:#a0c0ff!important"));
  EXPECT_THAT(mail.html, HasSubstr("href=\"mailto:help@acme.example\""));
  EXPECT_THAT(mail.text, HasSubstr("Questions? Ask help@acme.example\n"));
}

TEST(ComposeMailTest, NobodyIsGreetedByNobodysName) {
  auto facts = all_facts();
  facts.erase("name");
  EXPECT_THAT(compose_mail(MailKind::sign_up, std::nullopt, facts).text, HasSubstr("Hello,\n"));
}

TEST(ComposeMailTest, MissingFactIsABug) {
  auto facts = all_facts();
  facts.erase("link");
  EXPECT_THROW((void)compose_mail(MailKind::reset_password, std::nullopt, facts), std::out_of_range);
}

TEST(MailPauseTest, GrowsToAnHour) {
  EXPECT_EQ(mail_pause(1), std::chrono::seconds(15));
  EXPECT_EQ(mail_pause(2), std::chrono::seconds(60));
  EXPECT_EQ(mail_pause(3), std::chrono::seconds(240));
  EXPECT_EQ(mail_pause(30), std::chrono::seconds(3600));
}

}  // namespace
}  // namespace gatehouse::server
