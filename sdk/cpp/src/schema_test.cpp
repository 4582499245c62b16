// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/schema.h"

#include <gtest/gtest.h>

#include "gatehouse/env.h"

namespace gatehouse {
namespace {

TEST(AppSchema, KeepsWhatItDoesNotKnow) {
  const auto schema = AppSchema::from_text(R"({"id":"orders","name":"Orders","meta":{"version":2}})");
  EXPECT_EQ(schema.id, "orders");
  EXPECT_EQ(schema.name, "Orders");
  EXPECT_EQ(schema.document.at("meta").at("version").as_int(), 2);
}

TEST(AppSchema, NameFallsBackToTheId) {
  EXPECT_EQ(AppSchema::from_text(R"({"id":"orders"})").name, "orders");
}

TEST(AppSchema, RefusesWhatHasNoId) {
  for (const auto* text : {"", "[]", "{}", R"({"id":7})", R"({"id":""})", "{"}) {
    EXPECT_THROW(AppSchema::from_text(text), StartError) << text;
  }
}

TEST(AppSchema, NamesItsPermissions) {
  const auto schema =
      AppSchema::from_text(R"({"id":"orders","permissions":["orders:read","orders:delete"]})");
  EXPECT_EQ(schema.permissions, (std::vector<std::string>{"orders:read", "orders:delete"}));
  EXPECT_TRUE(AppSchema::from_text(R"({"id":"orders"})").permissions.empty());
  for (const auto* list : {"7", "{}", "[7]", R"([""])", R"("orders:read")"}) {
    const auto text = std::string(R"({"id":"orders","permissions":)") + list + "}";
    EXPECT_THROW(AppSchema::from_text(text), StartError) << list;
  }
}

TEST(AppSchema, MissingFileIsNamed) {
  try {
    AppSchema::from_file("/no/such/kottster-app.json");
    FAIL();
  } catch (const StartError& error) {
    EXPECT_NE(std::string(error.what()).find("/no/such/kottster-app.json"), std::string::npos);
  }
}

TEST(RequireEnv, NamesWhatIsMissing) {
  EXPECT_THROW(require_env("GATEHOUSE_TEST_NOT_SET"), StartError);
  EXPECT_EQ(find_env("GATEHOUSE_TEST_NOT_SET"), std::nullopt);
}

}  // namespace
}  // namespace gatehouse
