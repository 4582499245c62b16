// SPDX-License-Identifier: Apache-2.0
#include <functional>
#include <regex>
#include <set>

#include "server/app/platform/platform_fixture.h"

namespace gatehouse::server {
namespace {

using http::Method;

/// What OpenAPI says of answers. That it is so, AnswerCheck sees to in every test of the platform.
class OpenApiTest : public PlatformTest {
 protected:
  boost::json::object api() { return call("", Method::get, "/api/v1/openapi.json").json.as_object(); }

  void for_each_call(const std::function<void(const Route&)>& look) const {
    for (const auto& route : application_->routes()) {
      if (!route.path.starts_with("/api/v1/") || route.access.is_local_only()) continue;
      SCOPED_TRACE(std::string(http::to_text(route.method)) + " " + route.path);
      look(route);
    }
  }
  static void for_each_member(const Shape& shape, const std::string& owner,
                              const std::function<void(const std::string&)>& look) {
    const auto& name = shape.name.empty() ? owner : shape.name;
    for (const auto& child : shape.children) {
      if (!child.member.empty()) look(name + "." + child.member);
      for_each_member(child, name, look);
    }
  }
  static void for_each_reference(const boost::json::value& value,
                                 const std::function<void(std::string_view)>& look) {
    if (const auto* array = value.if_array()) {
      for (const auto& each : *array) for_each_reference(each, look);
    }
    if (const auto* object = value.if_object()) {
      for (const auto& [name, each] : *object) {
        if (name == "$ref") look(each.as_string());
        for_each_reference(each, look);
      }
    }
  }
};

TEST_F(OpenApiTest, EveryCallDeclaresItsAnswers) {
  for_each_call([](const Route& route) { EXPECT_FALSE(route.answers.empty()); });
}

TEST_F(OpenApiTest, AnswersAreDescribedByStatusWithTheirShape) {
  const auto described = api();
  const auto& users = described.at("paths").at("/api/v1/users");
  const auto answer = [](const boost::json::value& operation, const char* status, const char* type) {
    return operation.at("responses").at(status).at("content").at(type).at("schema");
  };
  EXPECT_EQ(answer(users.at("post"), "201", "application/json"),
            boost::json::parse(R"({"$ref":"#/components/schemas/User"})"));
  const auto& page = answer(users.at("get"), "200", "application/json");
  EXPECT_EQ(page.at("properties").at("items").at("items"),
            boost::json::parse(R"({"$ref":"#/components/schemas/User"})"));
  EXPECT_EQ(page.at("properties").at("nextCursor").at("type"), boost::json::parse(R"(["string","null"])"));
  const auto& user = described.at("components").at("schemas").at("User");
  EXPECT_EQ(user.at("additionalProperties"), false);
  EXPECT_EQ(user.at("properties").at("createdAt").at("format"), "date-time");
  const auto& signing_out = described.at("paths").at("/api/v1/sign-out").at("post").at("responses");
  EXPECT_FALSE(signing_out.at("204").as_object().contains("content"));
}

TEST_F(OpenApiTest, ProblemsAreDescribedByStatusWithTheirCodes) {
  const auto described = api();
  const auto& responses = described.at("paths").at("/api/v1/users/{id}").at("patch").at("responses");
  const auto codes = [&](const char* status) {
    return responses.at(status)
        .at("content")
        .at("application/problem+json")
        .at("schema")
        .at("allOf")
        .at(1)
        .at("properties")
        .at("code")
        .at("enum");
  };
  EXPECT_EQ(codes("401"), boost::json::parse(R"(["unauthenticated"])"));
  EXPECT_EQ(codes("404"), boost::json::parse(R"(["not_found"])"));
  EXPECT_EQ(codes("409"), boost::json::parse(R"(["changed_meanwhile","last_owner"])"));
  EXPECT_EQ(codes("412"), boost::json::parse(R"(["stale"])"));
  const auto& all =
      described.at("components").at("schemas").at("Problem").at("properties").at("code").at("enum");
  EXPECT_GT(all.as_array().size(), 30U);
}

TEST_F(OpenApiTest, EveryReferenceLeadsSomewhere) {
  const auto described = api();
  const auto& schemas = described.at("components").at("schemas").as_object();
  int followed = 0;
  for_each_reference(described, [&](std::string_view reference) {
    constexpr std::string_view kStart = "#/components/schemas/";
    ASSERT_TRUE(reference.starts_with(kStart)) << reference;
    EXPECT_TRUE(schemas.contains(reference.substr(kStart.size()))) << reference;
    ++followed;
  });
  EXPECT_GT(followed, 100);
}

// AC-10
TEST_F(OpenApiTest, NoAnswerHasASecretButThoseThatMakeOne) {
  const std::regex suspicious("secret|password|hash|token|key|seed|phc|sealed", std::regex::icase);
  std::set<std::string> found;
  for_each_call([&](const Route& route) {
    for (const auto& answer : route.answers) {
      if (!answer.body) continue;
      for_each_member(*answer.body, "", [&](const std::string& member) {
        if (std::regex_search(member.substr(member.find('.')), suspicious)) found.insert(member);
      });
    }
  });
  const std::set<std::string> made = {"NewApp.secretKey", "SecretRotationAndAcknowledgement.secretKey",
                                      "NewApiKey.key", "NewRegistrationToken.token"};
  // Lengths, names and states, which open nothing.
  const std::set<std::string> harmless = {
      "App.tokenLifetimeSeconds",      "App.idTokenSignedResponseAlg",
      "NewApp.tokenLifetimeSeconds",   "NewApp.idTokenSignedResponseAlg",
      "ShownApp.tokenLifetimeSeconds", "ShownApp.idTokenSignedResponseAlg",
      "ShownApp.nextSecretStep",       "Instance.secretIds",
      "LinkedInstance.secretIds",      "LinkedInstance.secretsHeld"};
  auto known = made;
  known.insert(harmless.begin(), harmless.end());
  EXPECT_EQ(found, known);
}

TEST(AnswerCheck, NoticesWhatIsNotDeclared) {
  using namespace shape;
  const auto user = object("X", {{"id", text()}, {"at", time().nullable()}, {"n", integer().optional()}});
  const auto misfit = [&](const char* json) { return find_misfit(boost::json::parse(json), user); };
  EXPECT_EQ(misfit(R"({"id":"a","at":null})"), "");
  EXPECT_EQ(misfit(R"({"id":"a","at":"2026-01-31T12:00:00Z","n":1})"), "");
  EXPECT_EQ(misfit(R"({"id":"a","at":null,"passwordHash":"x"})"), "$.passwordHash is not declared");
  EXPECT_EQ(misfit(R"({"id":"a"})"), "$.at is missing");
  EXPECT_EQ(misfit(R"({"id":null,"at":null})"), "$.id is null");
  EXPECT_EQ(misfit(R"({"id":1,"at":null})"), "$.id is no text of the declared ones");
  EXPECT_EQ(misfit(R"({"id":"a","at":"today"})"), "$.at is no time");
  EXPECT_EQ(misfit(R"({"id":"a","at":null,"n":1.5})"), "$.n is no whole number");
  EXPECT_EQ(find_misfit(boost::json::parse(R"({"items":[{"id":"a"}],"nextCursor":null})"), page_of(user)),
            "$.items[].at is missing");
  EXPECT_EQ(find_misfit(boost::json::parse(R"(["a"])"), list_of(one_of({"b"}))),
            "$[] is no text of the declared ones");
}

}  // namespace
}  // namespace gatehouse::server
