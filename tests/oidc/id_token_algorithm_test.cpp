// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "core/token/jwk.h"
#include "core/token/jwt_verifier.h"
#include "core/token/token_rules.h"
#include "core/token/unverified_token.h"
#include "tests/oidc/provider.h"

namespace gatehouse::server {
namespace {

/// `id_token_signed_response_alg` (OpenID Connect Dynamic Client Registration, section 2).
class IdTokenAlgorithmTest : public OidcTest {
 protected:
  std::string id_token(AppAlgorithm algorithm) {
    provider_.change_app("orders", [&](App& app) { app.id_token_algorithm = algorithm; });
    return text_of(provider_.make_tokens(cookie_), "id_token");
  }
  bool holds(const std::string& token, token::KeyRing ring) {
    const token::JwtVerifier verifier(token::id_token_rules(std::string(kIssuer), "orders"), std::move(ring),
                                      provider_.clock);
    return verifier.verify(token).has_value();
  }
  token::KeyRing published() {
    return token::KeyRing::from_jwks(token::parse_jwks(provider_.get("/oauth2/jwks", {}).body)->keys);
  }
  http::Response end_session(const std::string& hint) {
    return provider_.get("/oauth2/end_session", {{"id_token_hint", hint}}, cookie_);
  }
};

TEST_F(IdTokenAlgorithmTest, PlatformKeysSignAsTheAppAsks) {
  for (const auto algorithm : {AppAlgorithm::rs256, AppAlgorithm::es256, AppAlgorithm::eddsa}) {
    const auto token = id_token(algorithm);
    EXPECT_EQ(token::UnverifiedToken::parse(token)->unverified_header().find("alg")->as_string(),
              to_text(algorithm));
    EXPECT_TRUE(holds(token, published())) << to_text(algorithm);
  }
}

TEST_F(IdTokenAlgorithmTest, Hs256IsKeyedByTheClientSecret) {
  const auto token = id_token(AppAlgorithm::hs256);
  EXPECT_TRUE(holds(token, token::KeyRing::from_secrets({SecretString(std::string(kOrdersSecret))})));
  EXPECT_FALSE(holds(token, token::KeyRing::from_secrets({SecretString(std::string(kOtherSecret))})));
  EXPECT_FALSE(holds(token, published()));
}

TEST_F(IdTokenAlgorithmTest, ATokenOfEachAlgorithmIsAHint) {
  for (const auto algorithm : {AppAlgorithm::es256, AppAlgorithm::eddsa, AppAlgorithm::hs256}) {
    EXPECT_EQ(location_of(end_session(id_token(algorithm))), "/signed-out") << to_text(algorithm);
    cookie_ = provider_.sign_in(provider_.ada);
  }
}

// JW: who holds the secret of an app that did not ask for HS256 can't make hints with it.
TEST_F(IdTokenAlgorithmTest, TheSecretMakesNoHintUnlessTheAppAskedForHs256) {
  const auto token = id_token(AppAlgorithm::hs256);
  provider_.change_app("orders", [](App& app) { app.id_token_algorithm = AppAlgorithm::rs256; });
  EXPECT_EQ(end_session(token).status, 400);
}

}  // namespace
}  // namespace gatehouse::server
