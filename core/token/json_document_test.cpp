// SPDX-License-Identifier: Apache-2.0
#include "core/token/json_document.h"

#include <gtest/gtest.h>

#include "core/token/json_writer.h"

namespace gatehouse::token {
namespace {

JsonDocument parse(std::string_view text) {
  auto document = JsonDocument::parse(text);
  EXPECT_TRUE(document) << text;
  return std::move(*document);
}

TEST(JsonDocument, ReadsEveryKindOfValue) {
  const auto document =
      parse(R"({"n":null,"t":true,"f":false,"i":-12,"s":"x","a":[1,"b",[]],"o":{"p":{"q":1}}})");
  const auto root = document.root();
  EXPECT_EQ(root.find("n")->kind(), JsonKind::null_);
  EXPECT_EQ(root.find("t")->kind(), JsonKind::true_);
  EXPECT_EQ(root.find("f")->kind(), JsonKind::false_);
  EXPECT_EQ(root.find("i")->as_integer(), -12);
  EXPECT_EQ(root.find("s")->as_string(), "x");
  EXPECT_EQ(root.find("o")->find("p")->find("q")->as_integer(), 1);
  EXPECT_EQ(root.find("o")->text(), R"({"p":{"q":1}})");
  EXPECT_FALSE(root.find("q"));
  std::vector<std::string_view> elements;
  for (const auto& element : root.find("a")->children()) elements.push_back(element.text());
  EXPECT_EQ(elements, (std::vector<std::string_view>{"1", "b", "[]"}));
}

TEST(JsonDocument, ResolvesEscapesAndKeepsTheTextAsItIs) {
  const std::string text = R"({"\u0061\n":"\"\\\/\b\f\n\r\t\u00e9\u20AC\ud83e\udd80 plain é"})";
  const auto document = parse(text);
  const auto member = document.root().find("a\n");
  ASSERT_TRUE(member);
  EXPECT_EQ(member->text(), "\"\\/\b\f\n\r\té€🦀 plain é");
  EXPECT_EQ(document.root().text(), text);
}

TEST(JsonDocument, StringsOfAllLengthsSurviveTheirPlaceInTheText) {
  for (std::size_t length = 0; length < 70; ++length) {
    for (const std::string_view end : {"", "\\n", "é"}) {
      const std::string body(length, 'x');
      const auto document = parse("{\"a\":\"" + body + std::string(end) + "\"}");
      EXPECT_EQ(document.root().find("a")->text().substr(0, length), body);
    }
  }
}

TEST(JsonDocument, IntegersAreExactOrAbsent) {
  const auto document = parse(
      R"({"a":0,"b":9007199254740991,"c":9007199254740992,"d":-9007199254740991,"e":1.0,"f":1e2,"g":"1","h":-0,)"
      R"("i":99999999999999999999999999999999})");
  const auto integer = [&](std::string_view name) { return document.root().find(name)->as_integer(); };
  EXPECT_EQ(integer("a"), 0);
  EXPECT_EQ(integer("b"), 9007199254740991);
  EXPECT_EQ(integer("d"), -9007199254740991);
  EXPECT_EQ(integer("h"), 0);
  for (const char* name : {"c", "e", "f", "g", "i"}) EXPECT_FALSE(integer(name)) << name;
}

TEST(JsonDocument, EveryCutOfATextIsRefused) {
  const std::string text = R"({"a":[1.5e-3,true,{"b":"\u0041\ud83e\udd80é","c":null}],"d":false})";
  (void)parse(text);
  for (std::size_t size = 0; size < text.size(); ++size) {
    EXPECT_FALSE(JsonDocument::parse(std::string_view(text).substr(0, size))) << size;
  }
}

TEST(JsonDocument, NamesAreComparedAcrossCollidingDigests) {
  // More names than the filter of seen digests has bits.
  std::string text = "{";
  for (int i = 0; i < 200; ++i) text += "\"name" + std::to_string(i) + "\":" + std::to_string(i) + ',';
  const auto document = parse(text + "\"last\":1}");
  EXPECT_EQ(document.root().find("name137")->as_integer(), 137);
  EXPECT_EQ(JsonDocument::parse(text + "\"name137\":1}").error(), JsonError::duplicate_member);
}

TEST(JsonDocument, BoundsAreExact) {
  const auto nested = [](int levels) {
    return "{\"a\":" + std::string(std::size_t(levels - 1), '[') + std::string(std::size_t(levels - 1), ']') +
           "}";
  };
  EXPECT_TRUE(JsonDocument::parse(nested(16)));
  EXPECT_EQ(JsonDocument::parse(nested(17)).error(), JsonError::too_deep);
  EXPECT_EQ(JsonDocument::parse("{\"a\":" + std::string(100'000, '[')).error(), JsonError::too_deep);
  std::string values = "{\"a\":[0";
  for (int i = 0; i < 4200; ++i) values += ",1";
  EXPECT_EQ(JsonDocument::parse(values + "]}").error(), JsonError::too_many_values);
  EXPECT_EQ(JsonDocument::parse(std::string(256 * 1024 + 1, ' ')).error(), JsonError::too_large);
  EXPECT_EQ(JsonDocument::parse("{\"" + std::string(70'000, 'n') + "\":1}").error(), JsonError::too_large);
}

TEST(JsonWriter, WritesWhatTheReaderReads) {
  const std::vector<std::string> list{"a", "b\"c"};
  const auto text = JsonWriter()
                        .add("s", "tab\t quote\" back\\ \x01 é")
                        .add("bad", "\xff!")
                        .add("n", 42)
                        .add("yes", true)
                        .add("list", list)
                        .add("none", std::vector<std::string>())
                        .add_json("raw", "{\"x\":null}")
                        .text();
  const auto document = parse(text);
  EXPECT_EQ(document.root().find("s")->text(), "tab\t quote\" back\\ \x01 é");
  EXPECT_EQ(document.root().find("bad")->text(), "\xef\xbf\xbd!");
  EXPECT_EQ(document.root().find("n")->as_integer(), 42);
  EXPECT_EQ(document.root().find("yes")->kind(), JsonKind::true_);
  EXPECT_EQ(document.root().find("list")->text(), R"(["a","b\"c"])");
  EXPECT_EQ(document.root().find("none")->text(), "[]");
  EXPECT_EQ(JsonWriter().text(), "{}");
}

}  // namespace
}  // namespace gatehouse::token
