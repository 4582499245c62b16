// SPDX-License-Identifier: Apache-2.0
#include "server/pages/page_language.h"

#include <gtest/gtest.h>

#include "console/page_languages.h"

namespace gatehouse::server {
namespace {

class PageLanguageTest : public testing::Test {
 protected:
  void SetUp() override {
    if (console::page_languages().size() < 2) GTEST_SKIP() << "built without its pages";
  }
};

TEST_F(PageLanguageTest, BrowserLanguageIsTakenByItsWeight) {
  EXPECT_EQ(choose_page_language("", "de-CH,de;q=0.9,en;q=0.8"), "de");
  EXPECT_EQ(choose_page_language("", "en;q=0.8, de;q=0.9"), "de");
  EXPECT_EQ(choose_page_language("", "fr, en;q=0.5, de;q=0.4"), "en");
  EXPECT_EQ(choose_page_language("", "DE"), "de");
}

TEST_F(PageLanguageTest, ChosenLanguageComesFirst) {
  EXPECT_EQ(choose_page_language("de-AT", "en"), "de");
  EXPECT_EQ(choose_page_language("en", "de"), "en");
  EXPECT_EQ(choose_page_language("fr", "de"), "de");
}

TEST_F(PageLanguageTest, NonsenseIsEnglish) {
  for (const char* text : {"", "*", "de;q=0", ";;;,,", "q=1", "x-de-"}) {
    EXPECT_EQ(choose_page_language("", text), "en") << text;
  }
}

TEST_F(PageLanguageTest, TextsOfAPageAreSwapped) {
  http::Response response;
  response.headers.set("Content-Type", "text/html; charset=utf-8");
  response.body = "<html lang=\"<!--text:lang-->\"><h1>" + page_text("Sign in") + "</h1><!--text:99999-->";
  auto german = response;
  translate_page(german, "de");
  EXPECT_EQ(german.body, "<html lang=\"de\"><h1>Anmelden</h1>");
  translate_page(response, "");
  EXPECT_EQ(response.body, "<html lang=\"en\"><h1>Sign in</h1>");
}

TEST_F(PageLanguageTest, ReadersOwnChoiceIsInThePage) {
  http::Response response;
  response.headers.set("Content-Type", "text/html");
  response.body = "<html lang=\"<!--text:lang=de-->\">";
  translate_page(response, "en");
  EXPECT_EQ(response.body, "<html lang=\"de\">");
}

TEST_F(PageLanguageTest, OtherAnswersStayAsTheyAre) {
  http::Response response;
  response.headers.set("Content-Type", "application/json");
  response.body = R"({"name":"<!--text:lang-->"})";
  const auto body = response.body;
  translate_page(response, "de");
  EXPECT_EQ(response.body, body);
}

TEST_F(PageLanguageTest, UnknownTextIsEscaped) {
  EXPECT_EQ(page_text("<b>Ada</b>"), "&lt;b&gt;Ada&lt;/b&gt;");
}

}  // namespace
}  // namespace gatehouse::server
