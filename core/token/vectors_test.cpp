// SPDX-License-Identifier: Apache-2.0
// Runs contract/vectors: the one truth of which tokens are good or bad and why.
#include <fstream>
#include <optional>
#include <sstream>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/token/app_token_verifier.h"
#include "core/token/compact_token.h"
#include "core/token/jwt_verifier.h"

namespace gatehouse::token {
namespace {

constexpr const char* kFolder = "contract/vectors/";

std::string read_file(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

KeyRing read_keys(const JsonValue& keys) {
  if (const auto jwks = keys.find("jwks")) {
    auto set = parse_jwks(jwks->text());
    EXPECT_TRUE(set) << jwks->text();
    EXPECT_EQ(set->skipped, 0U) << jwks->text();
    return KeyRing::from_jwks(std::move(set->keys));
  }
  std::vector<SecretString> secrets;
  if (const auto texts = keys.find("secrets")) {
    for (const auto& one : texts->children()) secrets.emplace_back(std::string(one.text()));
  } else {
    for (const auto& one : keys.find("secretBytes")->children()) {
      secrets.emplace_back(std::string(as_text(*decode_base64url(one.text()))));
    }
  }
  return KeyRing::from_secrets(secrets);
}

IssuerRule read_issuer(const JsonValue& rules) {
  const auto issuer = rules.find("issuer")->as_string();
  return issuer ? IssuerRule::require(std::string(*issuer)) : accept_any_issuer();
}

std::chrono::seconds read_leeway(const JsonValue& rules) {
  return std::chrono::seconds(*rules.find("leeway")->as_integer());
}

JwtRules read_jwt_rules(const JsonValue& rules) {
  const auto preset = rules.find("preset")->text();
  const std::string issuer(rules.find("issuer")->text());
  const std::string audience(rules.find("audience")->text());
  if (preset == "id_token") return id_token_rules(issuer, audience);
  if (preset == "logout_token") return logout_token_rules(issuer, audience);
  return security_event_rules(issuer, audience);
}

struct Outcome {
  std::string code = "accepted";
  std::optional<std::string> user;
};

Outcome verify_signature(const KeyRing& keys, std::string_view token) {
  const auto parts = split_token(token);
  if (!parts) return {std::string(to_code(parts.error())), {}};
  Header room;
  const auto header = keys.verify(parts->header, parts->signed_text, parts->signature, room);
  return header ? Outcome{} : Outcome{std::string(to_code(header.error())), {}};
}

Outcome verify(const JsonValue& test, const JsonValue& keys, const JsonValue& rules, const Clock& clock) {
  const auto kind = test.find("kind")->text();
  const auto token = test.find("token")->text();
  if (kind == "jws") return verify_signature(read_keys(keys), token);
  if (kind == "jwt") {
    const auto verified = JwtVerifier(read_jwt_rules(rules), read_keys(keys), clock).verify(token);
    return verified ? Outcome{} : Outcome{std::string(to_code(verified.error())), {}};
  }
  const AppTokenVerifier verifier({.app_id = std::string(rules.find("appId")->text()),
                                   .issuer = read_issuer(rules),
                                   .leeway = read_leeway(rules)},
                                  read_keys(keys), clock);
  const auto verified = verifier.verify(token);
  if (!verified) return {std::string(to_code(verified.error())), {}};
  return {"accepted", std::string(verified->user_id())};
}

class Vectors : public testing::TestWithParam<const char*> {};

TEST_P(Vectors, EveryCaseIsJudgedAsExpected) {
  const auto document = JsonDocument::parse(read_file(std::string(kFolder) + GetParam() + ".json"));
  ASSERT_TRUE(document) << "run from the root of the repository";
  const auto root = document->root();
  const FixedClock clock(from_unix_seconds(*root.find("now")->as_integer()));
  int count = 0;
  for (const auto& test : root.find("cases")->children()) {
    SCOPED_TRACE(test.find("name")->text());
    const auto keys = root.find("keys")->find(test.find("keys")->text());
    const auto rules = root.find("rules")->find(test.find("rules")->text());
    ASSERT_TRUE(keys && rules);
    const auto outcome = verify(test, *keys, *rules, clock);
    EXPECT_EQ(outcome.code, test.find("expect")->text());
    if (const auto user = test.find("user")) {
      EXPECT_EQ(outcome.user, user->text());
    }
    ++count;
  }
  EXPECT_GT(count, 10);
}

INSTANTIATE_TEST_SUITE_P(Contract, Vectors, testing::Values("rfc", "form", "keys", "claims", "kinds"),
                         [](const auto& test) { return std::string(test.param); });

TEST(TokenErrors, AreThoseOfTheContract) {
  const auto document = JsonDocument::parse(read_file("contract/token-errors.json"));
  ASSERT_TRUE(document);
  const auto listed = document->root().find("errors")->children();
  auto entry = listed.begin();
  for (const auto error : all_token_errors()) {
    ASSERT_NE(entry, listed.end()) << to_code(error) << " is not listed";
    EXPECT_EQ(entry->find("code")->text(), to_code(error));
    EXPECT_EQ(entry->find("meaning")->text(), to_sentence(error));
    ++entry;
  }
  EXPECT_EQ(entry, listed.end());
}

// A code that no vector shows is a check that nobody tests.
TEST(TokenErrors, EachHasAVector) {
  std::string all;
  for (const auto* file : {"rfc", "form", "keys", "claims", "kinds"})
    all += read_file(std::string(kFolder) + file + ".json");
  for (const auto error : all_token_errors()) {
    EXPECT_NE(all.find("\"expect\": \"" + std::string(to_code(error)) + '"'), std::string::npos)
        << to_code(error);
  }
}

}  // namespace
}  // namespace gatehouse::token
