// SPDX-License-Identifier: Apache-2.0
#include "bench/bench_token.h"

#include <stdexcept>

#include <benchmark/benchmark.h>

#include "core/base/base64url.h"
#include "core/base/random.h"
#include "core/token/app_token_signer.h"
#include "core/token/app_token_verifier.h"
#include "core/token/json_writer.h"

namespace gatehouse::bench {

using token::AppTokenClaims;
using token::AppTokenVerifier;
using token::JsonWriter;
using token::KeyRing;
using token::SigningKey;

namespace {

constexpr const char* kIssuer = "https://auth.example.com";

AppTokenClaims full_claims() {
  return {.issuer = kIssuer,
          .user_id = "usr_01HF3K9Z",
          .app_id = "orders",
          .email = "ada@example.com",
          .email_verified = true,
          .name = "Ada Lovelace",
          .issued_at = from_unix_seconds(kNow),
          .lifetime = std::chrono::minutes(15),
          .authenticated_at = from_unix_seconds(kNow),
          .session_id = "ses_01HF3KA0",
          .roles = {"clerk", "manager"},
          .permissions = {"orders:read", "orders:write", "reports:read"},
          .amr = {"pwd", "otp"},
          .acr = "2",
          .scope = "openid email profile"};
}

std::string sign_typical(const SigningKey& key, std::string_view type) {
  const std::string roles[] = {"clerk", "manager"};
  const std::string permissions[] = {"orders:read", "orders:write"};
  JsonWriter claims;
  claims.add("iss", kIssuer).add("sub", "usr_01HF3K9Z").add("userId", "usr_01HF3K9Z").add("appId", "orders");
  claims.add("email", "ada@example.com").add("iat", kNow).add("exp", kNow + 900).add("sid", "ses_01HF3KA0");
  claims.add("roles", roles).add("permissions", permissions);
  return key.sign(type, claims.text());
}

AppTokenVerifier make_verifier(const Clock& clock, KeyRing keys, bool has_platform) {
  return AppTokenVerifier(
      {.app_id = "orders",
       .issuer = has_platform ? token::IssuerRule::require(kIssuer) : token::accept_any_issuer()},
      std::move(keys), clock);
}

void verify_all(benchmark::State& state, const AppTokenVerifier& verifier, const std::string& text) {
  if (const auto first = verifier.verify(text); !first)
    throw std::logic_error(std::string(to_code(first.error())));
  for (auto step : state) {
    auto verified = verifier.verify(text);
    benchmark::DoNotOptimize(verified->user_id());
  }
  state.counters["token_bytes"] = double(text.size());
}

void verify_hs256(benchmark::State& state, const std::string& text, bool has_platform) {
  const FixedClock clock(from_unix_seconds(kNow));
  verify_all(state, make_verifier(clock, KeyRing::from_secrets({secret()}), has_platform), text);
}

void verify_asymmetric(benchmark::State& state, crypto::KeyKind kind) {
  const FixedClock clock(from_unix_seconds(kNow));
  const auto private_key = crypto::PrivateKey::generate(kind);
  const auto key = SigningKey::asymmetric(private_key);
  const auto verifier =
      make_verifier(clock, KeyRing::from_jwks({{key.kid(), private_key.public_key()}}), true);
  verify_all(state, verifier, sign_typical(key, token::token_type::kAppToken));
}

void sign_hs256(benchmark::State& state) {
  FixedRandom random;
  const auto key = SigningKey::hs256(secret());
  const auto claims = full_claims();
  for (auto step : state) benchmark::DoNotOptimize(token::sign_app_token(key, claims, random));
}

BENCHMARK_CAPTURE(verify_hs256, typical, typical_token(), true)->Name("VerifyHs256/typical");
BENCHMARK_CAPTURE(verify_hs256, bare, bare_token(), false)->Name("VerifyHs256/bare");
BENCHMARK_CAPTURE(verify_hs256, full, full_token(), true)->Name("VerifyHs256/full");
BENCHMARK_CAPTURE(verify_asymmetric, eddsa, crypto::KeyKind::ed25519)->Name("VerifyEdDsa/typical");
BENCHMARK_CAPTURE(verify_asymmetric, es256, crypto::KeyKind::p256)->Name("VerifyEs256/typical");
BENCHMARK_CAPTURE(verify_asymmetric, rs256, crypto::KeyKind::rsa)->Name("VerifyRs256/typical");
BENCHMARK(sign_hs256)->Name("SignHs256/full");

}  // namespace

const SecretString& secret() {
  static const SecretString value("d41f7a5c0b9e83621fa7c05be98d3642");
  return value;
}

namespace {

/// With the header that jsonwebtoken writes.
std::string sign_bare() {
  JsonWriter claims;
  claims.add("appId", "orders").add("userId", "42").add("userEmail", "ada@example.com");
  claims.add("iat", kNow).add("exp", kNow + 900);
  auto text = encode_base64url(as_bytes(R"({"alg":"HS256","typ":"JWT"})")) + '.' +
              encode_base64url(as_bytes(claims.text()));
  const auto mac = crypto::HmacSha256Key(as_bytes(secret().reveal())).compute(as_bytes(text));
  return text + '.' + encode_base64url(mac);
}

}  // namespace

const std::string& typical_token() {
  static const auto text = sign_typical(SigningKey::hs256(secret()), token::token_type::kAppToken);
  return text;
}

const std::string& typical_token_for_libjwt() {
  static const auto text = sign_typical(SigningKey::hs256(secret()), "JWT");
  return text;
}

const std::string& bare_token() {
  static const auto text = sign_bare();
  return text;
}

const std::string& full_token() {
  static const auto text = [] {
    FixedRandom random;
    return token::sign_app_token(SigningKey::hs256(secret()), full_claims(), random);
  }();
  return text;
}

}  // namespace gatehouse::bench
