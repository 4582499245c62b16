// SPDX-License-Identifier: Apache-2.0
#include "server/access/body.h"

#include <gtest/gtest.h>

namespace gatehouse::server {
namespace {

const std::vector<Field> kFields = {Field::text("email", "").required().at_most(20), Field::flag("on", ""),
                                    Field::integer("count", ""), Field::text_list("tags", "").at_most(5),
                                    Field::text("note", "").nullable()};

http::Request json_request(std::string body, std::string_view type = "application/json") {
  http::Request request;
  request.method = http::Method::post;
  request.headers.add("Content-Type", type);
  request.body = std::move(body);
  return request;
}

int refused(std::string body) {
  const auto parsed = parse_body(json_request(std::move(body)), kFields);
  return parsed ? 0 : parsed.error().status;
}

std::string refusal(std::string body) {
  const auto parsed = parse_body(json_request(std::move(body)), kFields);
  return parsed ? "" : parsed.error().body;
}

TEST(Body, GivesTypedMembers) {
  const auto body = parse_body(
      json_request(R"({"email":"a@b.\u0063o","on":true,"count":-3,"tags":["x","y"],"note":null})"), kFields);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->text("email"), "a@b.co");
  EXPECT_EQ(body->flag("on"), true);
  EXPECT_EQ(body->integer("count"), -3);
  EXPECT_EQ(body->texts("tags"), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(body->is_null("note"));
  EXPECT_FALSE(body->text("note"));
}

TEST(Body, RefusesValuesOutOfBounds) {
  const std::vector<Field> fields = {Field::text("mode", "").one_of({"fast", "slow"}),
                                     Field::text("role", "").nullable().one_of({"a", "b"}),
                                     Field::integer("count", "").between(1, 3)};
  for (const char* body :
       {"{}", R"({"mode":"slow","role":null,"count":1})", R"({"mode":"fast","role":"b","count":3})"})
    EXPECT_TRUE(parse_body(json_request(body), fields)) << body;
  const auto parsed = parse_body(json_request(R"({"mode":"","role":"A","count":4})"), fields);
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().status, 422);
  for (const char* rule : {"must be fast or slow", "must be a, b or null", "must be from 1 to 3"})
    EXPECT_NE(parsed.error().body.find(rule), std::string::npos) << rule;
}

TEST(Body, RefusesWhatIsNotOneJsonObject) {
  for (const char* text : {"{", "[]", "1", "null", "\"x\"", "{} {}", "{\"email\":\"a\",}", "{'email':'a'}",
                           "{\"email\":\"\xff\"}", "{\"email\":\"a\",\"email\":\"b\"}",
                           "{\"email\":\"a\",\"em\\u0061il\":\"b\"}", "{\"email\":\"a\nb\"}"}) {
    EXPECT_EQ(refused(text), 400) << text;
  }
}

TEST(Body, RefusesHostileNestingAtOnce) {
  EXPECT_EQ(refused("{\"email\":" + std::string(30000, '[') + std::string(30000, ']') + "}"), 400);
  std::string objects = "{\"email\":";
  for (int i = 0; i < 5000; ++i) objects += "{\"a\":";
  EXPECT_EQ(refused(objects), 400);
}

TEST(Body, RefusesOtherContentTypes) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""}) {
    const auto parsed = parse_body(json_request("{}", type), kFields);
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().status, 415) << type;
  }
  EXPECT_TRUE(parse_body(json_request(R"({"email":"a"})", "application/json; charset=utf-8"), kFields));
}

TEST(Body, RefusesOversize) {
  EXPECT_EQ(refused("{\"email\":\"" + std::string(70000, 'a') + "\"}"), 413);
}

TEST(Body, NamesEachBadField) {
  const auto text = refusal(R"({"on":1,"count":1.5,"tags":["x",1],"note":{"a":{}},"isAdmin":true})");
  for (const char* name : {"\"email\"", "\"on\"", "\"count\"", "\"tags\"", "\"note\"", "\"isAdmin\""}) {
    EXPECT_NE(text.find(name), std::string::npos) << name << " in " << text;
  }
}

TEST(Body, RefusesTooLongTexts) {
  EXPECT_EQ(refused(R"({"email":")" + std::string(21, 'a') + "\"}"), 422);
  EXPECT_EQ(refused(R"({"email":"a","tags":["123456"]})"), 422);
}

TEST(Body, NullIsOnlyForNullableFields) {
  EXPECT_EQ(refused(R"({"email":null})"), 422);
}

TEST(Body, EmptyCountsAsEmptyObject) {
  http::Request request;
  EXPECT_TRUE(parse_body(request, {Field::flag("on", "")}));
  EXPECT_FALSE(parse_body(request, kFields));
}

}  // namespace
}  // namespace gatehouse::server
