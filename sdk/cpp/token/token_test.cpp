// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/token.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace gatehouse {
namespace {

using namespace std::chrono_literals;

const SecretKey kSecret = "8f3c1d90b7a24e65c1d2f0a9e8b76543";
const SecretKey kNext = "0123456789-next-secret-of-orders-abc";

class TokenFacade : public testing::Test {
 protected:
  std::chrono::sys_seconds now_{1'795'428'900s};
  TokenClock clock_ = [this] { return now_; };
  AppToken token_{.user = {.id = "usr_1",
                           .email = "ada@example.com",
                           .name = "Ada",
                           .roles = {"clerk"},
                           .permissions = {"orders:read"},
                           .session_id = "ses_1",
                           .email_verified = true,
                           .authentication_methods = {"pwd", "otp"},
                           .authenticated_at = std::chrono::sys_seconds(1'795'428'800s)},
                  .issuer = "https://auth.example.com",
                  .scope = "openid"};

  [[nodiscard]] std::string sign(const SecretKey& secret = kSecret) const {
    return TokenSigner({.app_id = "orders", .secret_key = secret, .clock = clock_}).sign(token_);
  }
  [[nodiscard]] TokenVerifier verifier(SecretKey secret = kSecret, std::string app = "orders",
                                       std::string issuer = "https://auth.example.com") const {
    return TokenVerifier({.app_id = app, .secret_key = secret, .issuer = issuer, .clock = clock_});
  }
};

TEST_F(TokenFacade, VerifiesWhatItSigned) {
  const auto verdict = verifier().verify(sign());
  ASSERT_TRUE(verdict) << verdict.code;
  EXPECT_EQ(verdict->user.id, "usr_1");
  EXPECT_EQ(verdict->user.email, "ada@example.com");
  EXPECT_TRUE(verdict->user.has_role("clerk"));
  EXPECT_TRUE(verdict->user.has_permission("orders:read"));
  EXPECT_EQ(verdict->user.session_id, "ses_1");
  EXPECT_EQ(verdict->user.authentication_methods, token_.user.authentication_methods);
  EXPECT_EQ(verdict->user.authenticated_at, token_.user.authenticated_at);
  EXPECT_EQ(verdict->issued_at, now_);
  EXPECT_EQ(verdict->expires_at, now_ + 15min);
  EXPECT_EQ(verdict->scope, "openid");
}

TEST_F(TokenFacade, SaysWhyItRefuses) {
  const auto text = sign();
  EXPECT_EQ(verifier(kNext).verify(text).code, "signature_invalid");
  EXPECT_EQ(verifier(kSecret, "billing").verify(text).code, "wrong_app");
  EXPECT_EQ(verifier(kSecret, "orders", "https://other.example.com").verify(text).code, "wrong_issuer");
  EXPECT_TRUE(verifier(kSecret, "orders", "").verify(text));
  now_ += 15min + 30s;
  EXPECT_TRUE(verifier().verify(text));
  now_ += 1s;
  EXPECT_EQ(verifier().verify(text).code, "expired");
  EXPECT_FALSE(verifier().verify(text).token.has_value());
}

TEST_F(TokenFacade, BothSecretsHoldWhileOneIsRotated) {
  const auto both = verifier(std::string(kSecret.reveal()) + "," + std::string(kNext.reveal()));
  EXPECT_TRUE(both.verify(sign(kSecret)));
  EXPECT_TRUE(both.verify(sign(kNext)));
}

TEST_F(TokenFacade, WeakSecretsAreRefusedWithTheMend) {
  for (const auto* weak :
       {"", "short", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "has white space has white space has"}) {
    EXPECT_THROW(verifier(weak), std::invalid_argument) << weak;
  }
  EXPECT_THROW(verifier(kSecret, ""), std::invalid_argument);
}

}  // namespace
}  // namespace gatehouse
