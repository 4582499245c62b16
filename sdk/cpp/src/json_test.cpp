// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/json.h"

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

std::string text_of(const Json& json) {
  return json.to_text();
}

TEST(Json, BracesMakeObjects) {
  EXPECT_EQ(text_of({{"error", "no"}}), R"({"error":"no"})");
  EXPECT_EQ(text_of({{"id", 7}, {"ok", true}, {"nothing", nullptr}, {"half", 0.5}}),
            R"({"id":7,"ok":true,"nothing":null,"half":0.5})");
  EXPECT_EQ(text_of({{"outer", {{"inner", "x"}}}}), R"({"outer":{"inner":"x"}})");
}

TEST(Json, BracesMakeArraysOfEverythingElse) {
  EXPECT_EQ(text_of({1, 2, 3}), "[1,2,3]");
  EXPECT_EQ(text_of({{"tags", {"a", "b", "c"}}}), R"({"tags":["a","b","c"]})");
  EXPECT_EQ(text_of(Json::array()), "[]");
  EXPECT_EQ(text_of(Json::object()), "{}");
  EXPECT_EQ(text_of(Json::array({{"a", "b"}})), R"([["a","b"]])");
}

TEST(Json, VectorsBecomeArrays) {
  const std::vector<std::string> roles{"admin", "clerk"};
  EXPECT_EQ(text_of({{"roles", roles}, {"none", std::vector<std::string>()}}),
            R"({"roles":["admin","clerk"],"none":[]})");
}

TEST(Json, WritesStringsEscaped) {
  EXPECT_EQ(text_of(Json("a\"b\\c\n\x01")), "\"a\\\"b\\\\c\\u000a\\u0001\"");
}

TEST(Json, WritesNothingThatIsNoJson) {
  EXPECT_EQ(text_of(Json(std::numeric_limits<double>::infinity())), "null");
}

TEST(Json, ReadsBackWhatItWrote) {
  const Json json{{"list", {1, "two", nullptr, false, {{"deep", -0.25}}}}, {"text", "Grüße \t\"q\""}};
  EXPECT_EQ(Json::parse(json.to_text()), json);
}

TEST(Json, AccessIsTyped) {
  const auto json = Json::parse(R"({"success":true,"count":3,"name":"x","list":[1.5]})");
  EXPECT_TRUE(json.at("success").as_bool());
  EXPECT_EQ(json.at("count").as_int(), 3);
  EXPECT_EQ(json.at("count").as_double(), 3.0);
  EXPECT_EQ(json.at("name").as_string(), "x");
  EXPECT_EQ(json.at("list").at(0).as_double(), 1.5);
  EXPECT_THROW((void)json.at("success").as_string(), JsonError);
  EXPECT_THROW((void)json.at("name").as_bool(), JsonError);
  EXPECT_THROW((void)json.at("absent"), JsonError);
  EXPECT_THROW((void)json.at("list").at(1), JsonError);
  EXPECT_THROW((void)json.at("name").at("x"), JsonError);
  EXPECT_EQ(json.find("absent"), nullptr);
}

TEST(Json, RefusesWhatIsNoJson) {
  const std::vector<std::string> bad{"",   "{",     "{\"a\":1,}", "nul",
                                     "01", "[1] x", "\"\xff\"",   std::string(40, '[')};
  for (const auto& text : bad) EXPECT_THROW(Json::parse(text), JsonError) << text;
}

}  // namespace
}  // namespace gatehouse
