// SPDX-License-Identifier: Apache-2.0
#include "core/token/signed_document.h"

#include <gtest/gtest.h>

#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "core/token/jwt_verifier.h"

namespace gatehouse::token {
namespace {

constexpr std::int64_t kPublishedAt = 1'795'428'900;
constexpr const char* kIssuer = "https://auth.example.com";
constexpr const char* kPolicy =
    R"({"iss":"https://auth.example.com","aud":"orders","iat":1795428900,"version":3,"algorithms":["HS256"]})";

class SignedDocument : public testing::Test {
 protected:
  crypto::PrivateKey private_key = crypto::PrivateKey::generate(crypto::KeyKind::p256);
  SigningKey key = SigningKey::asymmetric(private_key);
  FixedClock clock{from_unix_seconds(kPublishedAt)};

  [[nodiscard]] KeyRing ring() const {
    return KeyRing::from_jwks({Jwk{.kid = key.kid(), .key = private_key.public_key()}});
  }
  [[nodiscard]] std::string refusal(const JwtRules& rules, std::string_view text) const {
    const auto verified = JwtVerifier(rules, ring(), clock).verify(text);
    return verified ? "accepted" : std::string(to_code(verified.error()));
  }
  [[nodiscard]] std::string refusal_of_state(std::string_view text, std::size_t longest = 1024) const {
    const auto opened = open_signed_document(ring(), token_type::kStateToken, text, longest);
    return opened ? "accepted" : std::string(to_code(opened.error()));
  }
};

TEST_F(SignedDocument, PolicyIsAcceptedAsPolicyAlone) {
  const auto policy = key.sign(token_type::kPolicyToken, kPolicy);
  EXPECT_EQ(refusal(policy_rules(kIssuer, "orders"), policy), "accepted");
  EXPECT_EQ(refusal(policy_rules(kIssuer, "billing"), policy), "wrong_audience");
  EXPECT_EQ(refusal(policy_rules("https://evil.example", "orders"), policy), "wrong_issuer");
  EXPECT_EQ(refusal(id_token_rules(kIssuer, "orders"), policy), "wrong_token_type");
  EXPECT_EQ(refusal(logout_token_rules(kIssuer, "orders"), policy), "wrong_token_type");
  EXPECT_EQ(refusal(security_event_rules(kIssuer, "orders"), policy), "wrong_token_type");
  EXPECT_EQ(refusal_of_state(policy), "wrong_token_type");
  const AppTokenVerifier apps({.app_id = "orders", .issuer = IssuerRule::require(kIssuer)}, ring(), clock);
  EXPECT_EQ(to_code(apps.verify(policy).error()), "wrong_token_type");
}

TEST_F(SignedDocument, NothingElsePassesAsPolicyOrState) {
  for (const auto type : {token_type::kIdToken, token_type::kLogoutToken, token_type::kSecurityEventToken,
                          token_type::kAppToken}) {
    const auto other = key.sign(type, kPolicy);
    EXPECT_EQ(refusal(policy_rules(kIssuer, "orders"), other), "wrong_token_type") << type;
    EXPECT_EQ(refusal_of_state(other), "wrong_token_type") << type;
  }
}

TEST_F(SignedDocument, LargeOnesAreReadUpToTheirBound) {
  const std::string payload = R"({"revoked":")" + std::string(600'000, 'r') + "\"}";
  const auto state = key.sign(token_type::kStateToken, payload);
  EXPECT_EQ(open_signed_document(ring(), token_type::kStateToken, state, 1'000'000).value(), payload);
  EXPECT_EQ(refusal_of_state(state), "token_too_large");
}

TEST_F(SignedDocument, TamperedOnesAreRefused) {
  auto state = key.sign(token_type::kStateToken, R"({"position":7})");
  EXPECT_EQ(refusal_of_state(state), "accepted");
  state[state.find('.') + 3] ^= 1;
  EXPECT_EQ(refusal_of_state(state), "signature_invalid");
  const auto stranger = SigningKey::asymmetric(crypto::PrivateKey::generate(crypto::KeyKind::p256));
  EXPECT_EQ(refusal_of_state(stranger.sign(token_type::kStateToken, "{}")), "unknown_key");
}

TEST_F(SignedDocument, AppTokensSayTheirPosition) {
  const SecretString secret("b7d1f0e4c2a95836b7d1f0e4c2a95836");
  const auto mac = SigningKey::hs256(secret);
  const AppTokenVerifier verifier({.app_id = "orders", .issuer = accept_any_issuer()},
                                  KeyRing::from_secrets({secret}), clock);
  FixedRandom random;
  AppTokenClaims claims{.user_id = "u1",
                        .app_id = "orders",
                        .issued_at = from_unix_seconds(kPublishedAt),
                        .lifetime = std::chrono::minutes(15)};
  EXPECT_EQ(verifier.verify(sign_app_token(mac, claims, random))->position(), std::nullopt);
  claims.position = 4'294'967'297;
  EXPECT_EQ(verifier.verify(sign_app_token(mac, claims, random))->position(), 4'294'967'297);
  const auto other = mac.sign("JWT", R"({"appId":"orders","userId":"u1","exp":1795429000,"pos":"till 3"})");
  EXPECT_EQ(verifier.verify(other)->position(), std::nullopt) << "another issuer's own claim";
}

}  // namespace
}  // namespace gatehouse::token
