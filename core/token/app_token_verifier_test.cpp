// SPDX-License-Identifier: Apache-2.0
#include "core/token/app_token_verifier.h"

#include <stdexcept>

#include <gtest/gtest.h>

#include "core/base/base64url.h"
#include "core/token/app_token_signer.h"
#include "core/token/json_writer.h"
#include "core/token/secret_key.h"

namespace gatehouse::token {
namespace {

using std::chrono::seconds;

const SecretString kSecret("b7d1f0e4c2a95836b7d1f0e4c2a95836");
const SecretString kNext("another-secret-of-the-same-app-0123456789");
constexpr std::int64_t kNow = 1'795'428'900;

Result<KeyRing, SecretKeyFault> ring_of(std::string_view text) {
  auto secrets = parse_secret_keys(text);
  if (!secrets) return fail(secrets.error());
  return KeyRing::from_secrets(*secrets);
}

class AppToken : public testing::Test {
 protected:
  AppTokenRules rules{.app_id = "orders", .issuer = IssuerRule::require("https://auth.example.com")};
  FixedClock clock{from_unix_seconds(kNow)};
  FixedRandom random;
  SigningKey key = SigningKey::hs256(kSecret);
  AppTokenClaims claims{.issuer = "https://auth.example.com",
                        .user_id = "usr_1",
                        .app_id = "orders",
                        .email = "ada@example.com",
                        .email_verified = true,
                        .name = "Ada \"Countess\" Lovelace",
                        .issued_at = from_unix_seconds(kNow) + std::chrono::milliseconds(250),
                        .lifetime = seconds(900),
                        .authenticated_at = from_unix_seconds(kNow - 60),
                        .session_id = "ses_1",
                        .roles = {"clerk", "manager"},
                        .permissions = {"orders:read", "orders:delete"},
                        .amr = {"pwd", "otp"},
                        .acr = "2",
                        .scope = "openid email"};

  Result<VerifiedToken, TokenError> verify(std::string_view token) const {
    return AppTokenVerifier(rules, KeyRing::from_secrets({kSecret}), clock).verify(token);
  }
  [[nodiscard]] std::string sign() { return sign_app_token(key, claims, random); }
  TokenError refusal(std::string_view token) const { return verify(token).error(); }
};

TEST_F(AppToken, CarriesEveryClaimOfTheContract) {
  const auto token = verify(sign());
  ASSERT_TRUE(token) << to_code(token.error());
  EXPECT_EQ(token->user_id(), "usr_1");
  EXPECT_EQ(token->email(), "ada@example.com");
  EXPECT_TRUE(token->email_verified());
  EXPECT_EQ(token->name(), "Ada \"Countess\" Lovelace");
  EXPECT_EQ(token->issuer(), "https://auth.example.com");
  EXPECT_EQ(token->session_id(), "ses_1");
  EXPECT_EQ(token->roles(), (std::vector<std::string_view>{"clerk", "manager"}));
  EXPECT_EQ(token->permissions(), (std::vector<std::string_view>{"orders:read", "orders:delete"}));
  EXPECT_TRUE(token->has_permission("orders:read"));
  EXPECT_FALSE(token->has_permission("orders"));
  EXPECT_TRUE(token->has_role("clerk"));
  EXPECT_EQ(token->amr(), (std::vector<std::string_view>{"pwd", "otp"}));
  EXPECT_EQ(token->acr(), "2");
  EXPECT_EQ(token->scope(), "openid email");
  EXPECT_EQ(token->authenticated_at(), from_unix_seconds(kNow - 60));
  EXPECT_EQ(token->expires_at(), from_unix_seconds(kNow + 900));
  EXPECT_EQ(token->find("client_id")->as_string(), "orders");
  EXPECT_FALSE(token->find("nonce"));
}

TEST_F(AppToken, KnowsItsIssueToTheMillisecond) {
  EXPECT_EQ(verify(sign())->issued_at(), claims.issued_at);
  EXPECT_EQ(verify(sign())->token_id().size(), 22U);
}

TEST_F(AppToken, ForeignTokenIdDoesNotMoveTheIssueTime) {
  const auto token = key.sign("at+jwt", JsonWriter()
                                            .add("iss", "https://auth.example.com")
                                            .add("sub", "u")
                                            .add("aud", "orders")
                                            .add("iat", kNow)
                                            .add("exp", kNow + 60)
                                            .add("jti", "AAAAAAAAAAAAAAAAAAAAAA")
                                            .text());
  EXPECT_EQ(verify(token)->issued_at(), from_unix_seconds(kNow));
}

TEST_F(AppToken, SurvivesBeingMoved) {
  auto first = verify(sign());
  const auto second = std::move(*first);
  EXPECT_EQ(second.user_id(), "usr_1");
}

TEST_F(AppToken, BareKottsterTokenPassesWithoutPlatform) {
  rules.issuer = accept_any_issuer();
  const auto bare =
      R"({"appId":"orders","userId":"7","userEmail":"a@b.c","iat":1795428900,"exp":1795429800})";
  for (const char* type : {"JWT", "at+jwt"}) {
    const auto token = verify(key.sign(type, bare));
    ASSERT_TRUE(token) << to_code(token.error());
    EXPECT_EQ(token->user_id(), "7");
    EXPECT_TRUE(token->roles().empty());
  }
  rules.issuer = IssuerRule::require("https://auth.example.com");
  EXPECT_EQ(refusal(key.sign("JWT", bare)), TokenError::missing_issuer);
}

TEST_F(AppToken, PassesThroughTheLastSecondOfTheLeeway) {
  const auto token = sign();
  clock.advance(seconds(900 + 30));
  EXPECT_TRUE(verify(token));
  clock.advance(seconds(1));
  EXPECT_EQ(refusal(token), TokenError::expired);
}

TEST_F(AppToken, WithoutLeewayExpiryItselfIsTooLate) {
  rules.leeway = seconds(0);
  const auto token = sign();
  clock.advance(seconds(899));
  EXPECT_TRUE(verify(token));
  clock.advance(seconds(1));
  EXPECT_EQ(refusal(token), TokenError::expired);
}

TEST_F(AppToken, FromTheFutureIsRefusedBeyondTheLeeway) {
  const auto token = sign();
  clock.advance(seconds(-30));
  EXPECT_TRUE(verify(token));
  clock.advance(seconds(-1));
  EXPECT_EQ(refusal(token), TokenError::not_yet_valid);
}

TEST_F(AppToken, LifetimeIsCappedWhereAPlatformIsConfigured) {
  claims.lifetime = std::chrono::hours(24);
  EXPECT_TRUE(verify(sign()));
  claims.lifetime += seconds(1);
  EXPECT_EQ(refusal(sign()), TokenError::lifetime_too_long);
  rules.issuer = accept_any_issuer();
  EXPECT_TRUE(verify(sign()));
}

TEST_F(AppToken, IsForOneAppAndOneIssuer) {
  claims.app_id = "billing";
  EXPECT_EQ(refusal(sign()), TokenError::wrong_app);
  claims.app_id = "orders";
  claims.issuer = "https://auth.example.com/";
  EXPECT_EQ(refusal(sign()), TokenError::wrong_issuer);
}

TEST_F(AppToken, BothSecretsOfARotationPass) {
  const AppTokenVerifier verifier(rules,
                                  *ring_of("b7d1f0e4c2a95836b7d1f0e4c2a95836,"
                                           "another-secret-of-the-same-app-0123456789"),
                                  clock);
  EXPECT_TRUE(verifier.verify(sign()));
  EXPECT_TRUE(verifier.verify(sign_app_token(SigningKey::hs256(kNext), claims, random)));
  EXPECT_EQ(
      verifier.verify(sign_app_token(SigningKey::hs256(SecretString("a third one")), claims, random)).error(),
      TokenError::signature_invalid);
}

TEST_F(AppToken, RetiredSecretFailsAtOnce) {
  AppTokenVerifier verifier(rules, KeyRing::from_secrets({kSecret, kNext}), clock);
  verifier.set_keys(KeyRing::from_secrets({kNext}));
  EXPECT_EQ(verifier.verify(sign()).error(), TokenError::signature_invalid);
}

TEST_F(AppToken, EmptyKeyRingRefusesAll) {
  EXPECT_EQ(AppTokenVerifier(rules, {}, clock).verify(sign()).error(), TokenError::algorithm_not_allowed);
}

TEST_F(AppToken, PublicKeyAlgorithmsPass) {
  for (const auto kind : {crypto::KeyKind::ed25519, crypto::KeyKind::p256, crypto::KeyKind::rsa}) {
    const auto private_key = crypto::PrivateKey::generate(kind);
    key = SigningKey::asymmetric(private_key);
    const AppTokenVerifier verifier(rules, KeyRing::from_jwks({{key.kid(), private_key.public_key()}}),
                                    clock);
    const auto token = verifier.verify(sign());
    EXPECT_TRUE(token) << to_text(key.algorithm()) << to_code(token.error());
    EXPECT_EQ(refusal(sign()), TokenError::algorithm_not_allowed);
  }
}

TEST_F(AppToken, UnknownKidOfAPublicKeyIsNamed) {
  const auto other = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  key = SigningKey::asymmetric(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  const AppTokenVerifier verifier(
      rules, KeyRing::from_jwks({{jwk_thumbprint(other.public_key()), other.public_key()}}), clock);
  EXPECT_EQ(verifier.verify(sign()).error(), TokenError::unknown_key);
}

TEST_F(AppToken, KidTellsNothingOfTheSecret) {
  EXPECT_EQ(key.kid().size(), 16U);
  EXPECT_EQ(key.kid(), secret_key_id(kSecret));
  EXPECT_NE(key.kid(), secret_key_id(kNext));
  EXPECT_EQ(kSecret.reveal().find(key.kid()), std::string_view::npos);
}

TEST_F(AppToken, SettingsThatCheckNothingAreRefused) {
  rules.leeway = seconds(121);
  EXPECT_THROW(AppTokenVerifier(rules, {}, clock), std::invalid_argument);
  rules.leeway = seconds(-1);
  EXPECT_THROW(AppTokenVerifier(rules, {}, clock), std::invalid_argument);
  rules.leeway = seconds(120);
  rules.app_id.clear();
  EXPECT_THROW(AppTokenVerifier(rules, {}, clock), std::invalid_argument);
  EXPECT_THROW((void)IssuerRule::require(""), std::invalid_argument);
}

}  // namespace
}  // namespace gatehouse::token
