// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/base/base64url.h"
#include "core/token/app_token_verifier.h"
#include "core/token/jwt_verifier.h"
#include "core/token/signing_key.h"

using namespace gatehouse;
using namespace gatehouse::token;

namespace {

const FixedClock kClock(from_unix_seconds(1'795'428'900));
const SecretString& secret() {
  static const SecretString one("d41f7a5c0b9e83621fa7c05be98d3642");
  return one;
}

}  // namespace

/// Any payload behind a good signature: the claim checks hold whatever the signer wrote.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto key = SigningKey::hs256(secret());
  static const AppTokenVerifier app({.app_id = "orders", .issuer = accept_any_issuer()},
                                    KeyRing::from_secrets({secret()}), kClock);
  static const JwtVerifier id_token(id_token_rules("https://auth.example.com", "orders"),
                                    KeyRing::from_secrets({secret()}), kClock);
  const std::string_view payload(reinterpret_cast<const char*>(data), size);
  const auto verified = app.verify(key.sign(token_type::kAppToken, payload));
  if (verified) {
    if (verified->user_id().empty() || verified->json() != payload) {
      // White space around the object is no part of it.
      if (payload.find(verified->json()) == payload.npos) std::abort();
    }
    if (verified->expires_at() < kClock.now() - kDefaultLeeway) std::abort();
    for (const auto role : verified->roles()) {
      if (!verified->has_role(role)) std::abort();
    }
    (void)verified->permissions();
    (void)verified->issued_at();
  }
  const auto plain = key.sign(token_type::kIdToken, payload);
  if (app.verify(plain) && id_token.verify(plain)) std::abort();  // no token is both
  return 0;
}
