// SPDX-License-Identifier: Apache-2.0
#include "core/token/jwk.h"

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/token/json_writer.h"

namespace gatehouse::token {
namespace {

constexpr std::string_view kEdX = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const std::string kEd = R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")";

crypto::PrivateKey make(crypto::KeyKind kind) {
  return crypto::PrivateKey::generate(kind);
}

TEST(Jwk, ReadsWhatItWrites) {
  for (const auto kind : {crypto::KeyKind::ed25519, crypto::KeyKind::p256, crypto::KeyKind::rsa}) {
    const auto key = make(kind);
    const auto text = to_json(Jwk{"a key", key.public_key()});
    const auto jwk = parse_jwk(text);
    ASSERT_TRUE(jwk) << text;
    EXPECT_EQ(jwk->kid, "a key");
    EXPECT_TRUE(jwk->key.verify(as_bytes("m"), key.sign(as_bytes("m"))));
    EXPECT_EQ(to_json(*jwk), text);
    EXPECT_EQ(jwk_thumbprint(jwk->key), jwk_thumbprint(key.public_key()));
  }
}

// RFC 8037, appendix A.3.
TEST(Jwk, ThumbprintMatchesTheRfc) {
  EXPECT_EQ(jwk_thumbprint(parse_jwk(kEd + "}")->key), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(Jwk, PublicSetHasUseAlgAndKidAndNothingPrivate) {
  std::vector<Jwk> keys;
  for (const auto kind : {crypto::KeyKind::ed25519, crypto::KeyKind::p256, crypto::KeyKind::rsa}) {
    const auto key = make(kind).public_key();
    keys.push_back({jwk_thumbprint(key), key});
  }
  const auto text = to_json(keys);
  const auto document = JsonDocument::parse(text);
  ASSERT_TRUE(document);
  for (const auto& key : document->root().find("keys")->children()) {
    for (const char* wanted : {"use", "alg", "kid", "kty"}) EXPECT_TRUE(key.find(wanted)) << wanted;
    for (const char* secret : {"d", "p", "q", "dp", "dq", "qi", "k", "oth"})
      EXPECT_FALSE(key.find(secret)) << secret;
  }
  EXPECT_EQ(parse_jwks(text)->keys.size(), 3U);
  EXPECT_EQ(to_json(std::span<const Jwk>()), R"({"keys":[]})");
}

TEST(Jwk, PrivateAndSymmetricKeysAreRefused) {
  EXPECT_EQ(parse_jwk(kEd + R"(,"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"})").error(),
            JwkError::private_key);
  EXPECT_EQ(parse_jwk(R"({"kty":"oct","k":"AAAA"})").error(), JwkError::private_key);
  EXPECT_EQ(parse_jwk(R"({"kty":"oct"})").error(), JwkError::unsupported);
}

TEST(Jwk, TheKeyDecidesTheAlgorithm) {
  EXPECT_EQ(parse_jwk(kEd + "}")->algorithm(), Algorithm::eddsa);
  EXPECT_TRUE(parse_jwk(kEd + R"(,"alg":"EdDSA"})"));
  for (const char* alg : {"HS256", "RS256", "ES256", "none", "eddsa"}) {
    EXPECT_EQ(parse_jwk(kEd + R"(,"alg":")" + alg + "\"}").error(), JwkError::unsupported) << alg;
  }
}

TEST(Jwk, KeysForOtherUsesAreRefused) {
  EXPECT_TRUE(parse_jwk(kEd + R"(,"use":"sig","key_ops":["verify"]})"));
  EXPECT_EQ(parse_jwk(kEd + R"(,"use":"enc"})").error(), JwkError::not_for_signatures);
  EXPECT_EQ(parse_jwk(kEd + R"(,"use":1})").error(), JwkError::not_for_signatures);
  EXPECT_EQ(parse_jwk(kEd + R"(,"key_ops":["encrypt"]})").error(), JwkError::not_for_signatures);
  EXPECT_EQ(parse_jwk(kEd + R"(,"key_ops":"verify"})").error(), JwkError::not_for_signatures);
}

TEST(Jwk, MalformedKeysAreRefused) {
  for (const char* text :
       {"", "[]", "{}", R"({"kty":1})", R"({"kty":"OKP"})", R"({"kty":"OKP","crv":"Ed25519"})",
        R"({"kty":"OKP","crv":"Ed25519","x":1})", R"({"kty":"OKP","crv":"Ed25519","x":"AAAA"})",
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="})",
        R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURp"})",
        R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
        R"({"kty":"OKP","kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
        R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"})",
        R"({"kty":"EC","crv":"P-384","x":"AAAA","y":"AAAA"})", R"({"kty":"RSA","n":"AQAB","e":"AQAB"})",
        R"({"kty":"RSA","n":"","e":""})", R"({"kty":"RSA","e":"AQAB"})"}) {
    EXPECT_FALSE(parse_jwk(text)) << text;
  }
  EXPECT_EQ(parse_jwk(kEd + R"(,"kid":1})").error(), JwkError::malformed);
}

TEST(Jwks, UnusableKeysAreSkippedAndCounted) {
  const auto set =
      parse_jwks("{\"keys\":[" + kEd + R"(,"kid":"good"},{"kty":"oct","k":"AAAA"},{"kty":"PQC"},5],"x":1})");
  ASSERT_TRUE(set);
  ASSERT_EQ(set->keys.size(), 1U);
  EXPECT_EQ(set->keys[0].kid, "good");
  EXPECT_EQ(set->skipped, 3U);
}

TEST(Jwks, MalformedSetsAreRefused) {
  for (const std::string& text : {std::string("{}"), std::string(R"({"keys":{}})"), std::string("[]"),
                                  std::string(R"({"keys":[]}x)"), std::string(R"({"keys":[],"keys":[]})"),
                                  "{\"keys\":[" + kEd + R"(,"kid":"a"},)" + kEd + R"(,"kid":"a"}]})"}) {
    EXPECT_FALSE(parse_jwks(text)) << text;
  }
  EXPECT_EQ(encode_base64url(parse_jwk(kEd + "}")->key.members().x), kEdX);
}

}  // namespace
}  // namespace gatehouse::token
