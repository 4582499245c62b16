// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "core/base/time_text.h"
#include "core/token/app_token_verifier.h"
#include "core/token/jwk.h"
#include "core/token/secret_key.h"
#include "core/token/unverified_token.h"
#include "server/app/platform/signals_fixture.h"

namespace gatehouse::server {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class KeysTest : public SignalsTest {
 protected:
  boost::json::array keys() { return local(Method::get, "/api/v1/keys").json.at("items").as_array(); }
  std::string kid_in(const std::string& state, const std::string& algorithm = "RS256",
                     const std::string& purpose = "identity") {
    for (const auto& key : keys()) {
      if (key.at("state").as_string() == state && key.at("algorithm").as_string() == algorithm &&
          key.at("purpose").as_string() == purpose)
        return std::string(key.at("kid").as_string());
    }
    return "";
  }
  token::KeyRing fetch_jwks() {
    return token::KeyRing::from_jwks(
        token::parse_jwks(call("", Method::get, "/oauth2/jwks").response.body).value().keys);
  }
  token::AppTokenVerifier make_verifier() {
    return token::AppTokenVerifier({.app_id = "orders", .issuer = token::IssuerRule::require(kOrigin)},
                                   fetch_jwks(), clock_);
  }
  void choose_algorithm(const std::string& name) {
    EXPECT_EQ(local(Method::patch, "/api/v1/apps/orders", R"({"algorithm":")" + name + "\"}").status(), 200);
  }
  static std::string header_of(const std::string& text, std::string_view member) {
    const auto token = token::UnverifiedToken::parse(text);
    return std::string(token->unverified_header().find(member).value().as_string().value());
  }
};

// KE-01
TEST_F(KeysTest, JwksHasPublicMembersAlone) {
  choose_algorithm("ES256");
  clock_.advance(minutes(2));
  issue_token();
  const auto jwks = call("", Method::get, "/oauth2/jwks");
  for (const auto& key : jwks.json.at("keys").as_array()) {
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k", "oth"}) {
      EXPECT_EQ(key.as_object().if_contains(secret), nullptr) << secret;
    }
    for (const char* needed : {"kid", "alg", "use", "kty"}) {
      EXPECT_NE(key.as_object().if_contains(needed), nullptr) << needed;
    }
    EXPECT_NE(key.at("alg").as_string(), "HS256");
  }
  EXPECT_EQ(jwks.json.at("keys").as_array().size(), 6u);
}

TEST_F(KeysTest, EveryKindOfKeyIsMadeAtTheFirstStart) {
  EXPECT_TRUE(keys().empty());
  EXPECT_FALSE(application_->rotate_keys());  // what the server does first of all, and then again and again
  EXPECT_EQ(keys().size(), 6u);
  for (const char* algorithm : {"RS256", "ES256", "EdDSA"}) {
    for (const char* purpose : {"identity", "app_tokens"})
      EXPECT_FALSE(kid_in("signing", algorithm, purpose).empty()) << algorithm << purpose;
  }
}

TEST_F(KeysTest, KeyOfAppTokensSignsNothingElse) {
  choose_algorithm("RS256");
  const auto token = issue_token();
  EXPECT_EQ(header_of(token, "kid"), kid_in("signing", "RS256", "app_tokens"));
  const auto state = as_app(Method::get, "/ssf/state?stream_id=" + make_stream()).response.body;
  EXPECT_EQ(header_of(state, "kid"), kid_in("signing", "RS256", "identity"));
}

// KE-02: the first key of an algorithm is in every cache of the JWKS before a token can be signed with it.
TEST_F(KeysTest, VerifierThatHoldsTheJwksKnowsTheFirstTokenOfEachAlgorithm) {
  const auto verifier = make_verifier();
  for (const char* algorithm : {"ES256", "EdDSA", "RS256"}) {
    choose_algorithm(algorithm);
    const auto token = issue_token();
    EXPECT_EQ(header_of(token, "alg"), algorithm);
    EXPECT_TRUE(verifier.verify(token)) << algorithm;
  }
  EXPECT_EQ(keys().size(), 6u);
}

// KE-02: verifiers that fetch the JWKS as seldom as its Cache-Control allows.
TEST_F(KeysTest, NobodyIsRefusedWhileKeysRotate) {
  choose_algorithm("EdDSA");
  clock_.advance(minutes(2));
  issue_token();
  EXPECT_EQ(call("", Method::get, "/oauth2/jwks").response.headers.find("Cache-Control"),
            "public, max-age=300");
  clock_.advance(std::chrono::days(90) - hours(2));
  auto verifier = make_verifier();
  std::set<std::string> kids;
  std::string oldest;
  for (int minute = 0; minute < 26 * 60; minute += 1) {
    if (minute % 5 == 0) verifier.set_keys(fetch_jwks());
    if (minute % 10 == 0) application_->rotate_keys();
    if (minute % 7 == 0) {
      oldest = issue_token();
      kids.insert(header_of(oldest, "kid"));
    }
    ASSERT_TRUE(verifier.verify(oldest)) << minute;
    clock_.advance(minutes(1));
  }
  EXPECT_EQ(kids.size(), 2u);
}

TEST_F(KeysTest, OldKeyLeavesTheJwksOnceNothingOfItIsValid) {
  fetch_jwks();
  const auto first = kid_in("signing");
  clock_.advance(std::chrono::days(90) - minutes(59));
  EXPECT_TRUE(application_->rotate_keys());
  EXPECT_FALSE(application_->rotate_keys());
  const auto second = kid_in("next");
  EXPECT_FALSE(second.empty());
  EXPECT_EQ(kid_in("signing"), first);
  clock_.advance(hours(1));
  EXPECT_EQ(kid_in("signing"), second);
  EXPECT_EQ(kid_in("kept"), first);
  clock_.advance(hours(24) + minutes(8));
  EXPECT_EQ(kid_in("retired"), first);
  EXPECT_EQ(call("", Method::get, "/oauth2/jwks").response.body.find(first), std::string::npos);
}

TEST_F(KeysTest, RotationByHandPublishesBeforeItSigns) {
  fetch_jwks();
  const auto stream = make_stream();
  const auto made = local(Method::post, "/api/v1/keys/rotate");
  EXPECT_EQ(made.status(), 201);
  EXPECT_EQ(made.text("state"), "next");
  EXPECT_EQ(local(Method::post, "/api/v1/keys/rotate").status(), 409);
  EXPECT_EQ(local(Method::post, "/api/v1/keys/rotate", R"({"algorithm":"HS256"})").status(), 422);
  EXPECT_EQ(local(Method::post, "/api/v1/keys/rotate", R"({"purpose":"passwords"})").status(), 422);
  const auto told = take(stream);
  ASSERT_EQ(events_of(told), std::vector<std::string>{"urn:gatehouse:event:keys-change"});
  EXPECT_TRUE(told[0].content().at("withdrawn").as_array().empty());
}

TEST_F(KeysTest, WithdrawnKeyIsTrustedNoMore) {
  choose_algorithm("RS256");
  clock_.advance(minutes(2));
  const auto token = issue_token();
  const auto stream = make_stream();
  const auto kid = kid_in("signing", "RS256", "app_tokens");
  EXPECT_EQ(local(Method::post, "/api/v1/keys/" + kid + "/withdraw").text("state"), "withdrawn");
  EXPECT_EQ(local(Method::post, "/api/v1/keys/" + kid + "/withdraw").status(), 409);
  EXPECT_EQ(local(Method::post, "/api/v1/keys/none/withdraw").status(), 404);
  EXPECT_FALSE(make_verifier().verify(token));
  EXPECT_TRUE(make_verifier().verify(issue_token()));
  bool is_named = false;
  for (const auto& told : take(stream)) {
    if (told.event() != "urn:gatehouse:event:keys-change") continue;
    is_named |= boost::json::serialize(told.content().at("withdrawn")) == "[\"" + kid + "\"]";
  }
  EXPECT_TRUE(is_named);
  const auto state = claims_of(as_app(Method::get, "/ssf/state?stream_id=" + stream).response.body);
  EXPECT_EQ(boost::json::serialize(state.at("withdrawn_kids")), "[\"" + kid + "\"]");
}

TEST_F(KeysTest, PublishedKeyTakesThePlaceOfAWithdrawnOne) {
  fetch_jwks();
  local(Method::post, "/api/v1/keys/rotate", R"({"purpose":"app_tokens"})");
  const auto published = kid_in("next", "RS256", "app_tokens");
  const auto withdrawn = kid_in("signing", "RS256", "app_tokens");
  clock_.advance(minutes(6));
  local(Method::post, "/api/v1/keys/" + withdrawn + "/withdraw");
  EXPECT_EQ(kid_in("signing", "RS256", "app_tokens"), published);
  EXPECT_EQ(kid_in("next", "RS256", "app_tokens"), "");
  EXPECT_EQ(keys().size(), 7u);
  choose_algorithm("RS256");
  EXPECT_EQ(header_of(issue_token(), "kid"), published);
}

TEST_F(KeysTest, PublishedKeyOfAnotherJobWaitsOn) {
  fetch_jwks();
  local(Method::post, "/api/v1/keys/rotate", R"({"algorithm":"ES256"})");
  local(Method::post, "/api/v1/keys/rotate", R"({"purpose":"app_tokens"})");
  local(Method::post, "/api/v1/keys/" + kid_in("signing") + "/withdraw");
  EXPECT_FALSE(kid_in("signing").empty());
  EXPECT_FALSE(kid_in("next", "ES256").empty());
  EXPECT_FALSE(kid_in("next", "RS256", "app_tokens").empty());
}

TEST_F(KeysTest, VerifiersHearOfAnAlgorithmBeforeTokensUseIt) {
  const auto stream = make_stream();
  choose_algorithm("EdDSA");
  const auto accepted = [](const Told& told) {
    return boost::json::serialize(
        claims_of(std::string(told.content().at("policy").as_string())).at("algorithms"));
  };
  auto told = take(stream);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(accepted(told.back()), R"(["EdDSA","HS256"])");
  EXPECT_EQ(header_of(issue_token(), "alg"), "HS256");
  clock_.advance(minutes(1));
  EXPECT_EQ(header_of(issue_token(), "alg"), "EdDSA");
  clock_.advance(hours(25));
  application_->remove_expired();
  const auto again = make_stream();
  const auto state = claims_of(as_app(Method::get, "/ssf/state?stream_id=" + again).response.body);
  EXPECT_EQ(boost::json::serialize(claims_of(std::string(state.at("policy").as_string())).at("algorithms")),
            R"(["EdDSA"])");
}

TEST_F(KeysTest, TokensFollowAnAlgorithmAtOnceWhereNobodyHasToHearOfIt) {
  choose_algorithm("ES256");
  EXPECT_EQ(header_of(issue_token(), "alg"), "ES256");
}

TEST_F(KeysTest, RotationBeginsWithPreparingWhereNoStepIsNamed) {
  const auto begun = local(Method::post, "/api/v1/apps/orders/secret/rotate", "{}");
  EXPECT_EQ(begun.text("step"), "prepare");
  EXPECT_FALSE(begun.text("secretKey").empty());
}

// KE-04
TEST_F(KeysTest, AppsAreToldWhichSecretsTheyRefuseOnceTheLastTokenHasExpired) {
  const auto rotate = [&](const std::string& body) {
    return local(Method::post, "/api/v1/apps/orders/secret/rotate", body);
  };
  const auto kid = header_of(issue_token(), "kid");
  const auto next = rotate(R"({"step":"prepare"})").text("secretKey");
  rotate(R"({"step":"activate"})");
  const auto activated = to_unix_seconds(clock_.now());
  clock_.advance(minutes(1));
  EXPECT_EQ(rotate(R"({"step":"activate","now":true})").status(), 422);
  const auto stream = make_stream();
  const auto retired = rotate(R"({"step":"retire"})");
  EXPECT_EQ(retired.text("refusedFrom"), to_rfc3339(from_unix_seconds(activated + 15 * 60 + 30)));
  auto request = make_request(Method::post, "/ssf/poll?stream_id=" + stream, R"({"returnImmediately":true})");
  request.headers.add("Authorization", "Basic " + base64("orders:" + next));
  const auto polled = send(std::move(request));
  const auto& sets = polled.json.at("sets").as_object();
  ASSERT_EQ(sets.size(), 1U);
  const Told told{"", claims_of(std::string(sets.begin()->value().as_string()))};
  EXPECT_EQ(told.event(), "urn:gatehouse:event:policy");
  const auto policy = claims_of(std::string(told.content().at("policy").as_string()));
  EXPECT_EQ(policy.at("retired_secrets"), (boost::json::object{{kid, activated + 15 * 60 + 30}}));
}

TEST_F(KeysTest, SecretThatOthersKnowIsRefusedAtOnce) {
  const auto rotate = [&](const std::string& body) {
    return local(Method::post, "/api/v1/apps/orders/secret/rotate", body);
  };
  rotate(R"({"step":"prepare"})");
  rotate(R"({"step":"activate"})");
  EXPECT_EQ(rotate(R"({"step":"retire","now":true})").text("refusedFrom"),
            to_rfc3339(from_unix_seconds(to_unix_seconds(clock_.now()))));
}

TEST_F(KeysTest, ActivationNamesInstancesThatLackTheNextSecret) {
  const auto rotate = [&](const std::string& body) {
    return local(Method::post, "/api/v1/apps/orders/secret/rotate", body);
  };
  const auto stream = make_stream(R"({"gatehouse_instance":{"host":"box-1","secrets":["old"]}})");
  rotate(R"({"step":"prepare"})");
  const auto refused = rotate(R"({"step":"activate"})");
  EXPECT_EQ(refused.status(), 409);
  EXPECT_EQ(refused.code(), "instances_lack_next_secret");
  EXPECT_NE(refused.text("detail").find("box-1"), std::string::npos);
  const auto forced = rotate(R"({"step":"activate","force":true})");
  EXPECT_EQ(forced.status(), 200);
  EXPECT_EQ(boost::json::serialize(forced.json.at("instancesWithoutNext")), R"(["box-1"])");
}

TEST_F(KeysTest, ActivationGoesOnOnceAllInstancesHoldTheNextSecret) {
  const auto prepared = local(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":"prepare"})");
  const auto kid = token::secret_key_id(SecretString(prepared.text("secretKey")));
  const auto stream = make_stream(R"({"gatehouse_instance":{"host":"box-1","secrets":["old"]}})");
  as_app(Method::patch, "/ssf/stream?stream_id=" + stream,
         R"({"gatehouse_instance":{"secrets":["old",")" + kid + R"("]}})");
  const auto shown = local(Method::get, "/api/v1/apps/orders/instances");
  EXPECT_EQ(boost::json::serialize(shown.json.at("items").at(0).at("secretsHeld")), R"(["next"])");
  EXPECT_EQ(local(Method::post, "/api/v1/apps/orders/secret/rotate", R"({"step":"activate"})").status(), 200);
}

}  // namespace
}  // namespace gatehouse::server
