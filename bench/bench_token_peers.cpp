// SPDX-License-Identifier: Apache-2.0
// What can't be beaten, and what others do: the same tokens, the same three questions (signature, exp, app;
// user out).
#define OPENSSL_SUPPRESS_DEPRECATED
#include <array>
#include <cstring>
#include <ctime>
#include <memory>
#include <stdexcept>

#include <benchmark/benchmark.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/sha.h>

extern "C" {
#include <cjose/cjose.h>
#include <jansson.h>
#include <jwt.h>
}
#include <simdjson.h>

#include "bench/bench_token.h"
#include "core/base/base64url.h"

namespace gatehouse::bench {
namespace {

void require(bool held) {
  if (!held) throw std::logic_error("a contender refused the token");
}

/// The states of HMAC-SHA256 after the padded key.
struct PreparedMac {
  SHA256_CTX inner;
  SHA256_CTX outer;

  explicit PreparedMac(std::string_view key) {
    std::array<unsigned char, 64> block{};
    std::copy(key.begin(), key.end(), block.begin());
    for (auto* state : {&inner, &outer}) {
      auto padded = block;
      for (auto& byte : padded) byte ^= state == &inner ? 0x36 : 0x5c;
      SHA256_Init(state);
      SHA256_Update(state, padded.data(), padded.size());
    }
  }

  void compute(std::string_view text, unsigned char* mac) const {
    SHA256_CTX hash = inner;
    SHA256_Update(&hash, text.data(), text.size());
    SHA256_Final(mac, &hash);
    hash = outer;
    SHA256_Update(&hash, mac, 32);
    SHA256_Final(mac, &hash);
  }
};

/// MAC over prepared states, base64url, one pass over the JSON that visits every value: no check, nothing
/// kept.
void limit(benchmark::State& state, const std::string& token) {
  const PreparedMac prepared(secret().reveal());
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  const std::string_view text(token);
  simdjson::ondemand::parser parser;
  std::array<std::byte, 4096> payload;
  for (auto step : state) {
    unsigned char mac[32];
    prepared.compute(text.substr(0, second), mac);
    std::array<std::byte, 32 + kBase64urlSlack> signature;
    const auto mac_size = decode_base64url(text.substr(second + 1), signature);
    if (mac_size != 32U || CRYPTO_memcmp(signature.data(), mac, 32) != 0) std::abort();
    const auto size = decode_base64url(text.substr(first + 1, second - first - 1), payload);
    auto document = parser.iterate(reinterpret_cast<const char*>(payload.data()), *size, payload.size());
    std::size_t sum = 0;
    for (auto member : document.get_object()) {
      sum += member.unescaped_key().value().size();
      auto value = member.value();
      switch (value.type()) {
        case simdjson::ondemand::json_type::string:
          sum += value.get_string().value().size();
          break;
        case simdjson::ondemand::json_type::number:
          sum += std::size_t(value.get_int64().value());
          break;
        case simdjson::ondemand::json_type::array:
          for (auto element : value.get_array()) sum += element.get_string().value().size();
          break;
        default:
          sum += value.raw_json_token().value().size();
      }
    }
    benchmark::DoNotOptimize(sum);
  }
  state.counters["token_bytes"] = double(token.size());
}

void limit_mac(benchmark::State& state, const std::string& token) {
  const PreparedMac prepared(secret().reveal());
  const auto text = std::string_view(token).substr(0, token.rfind('.'));
  for (auto step : state) {
    unsigned char mac[32];
    prepared.compute(text, mac);
    benchmark::DoNotOptimize(mac);
  }
}

void libjwt(benchmark::State& state, const std::string& token, const char* user_claim) {
  const auto key = secret().reveal();
  for (auto step : state) {
    jwt_t* jwt = nullptr;
    require(jwt_decode(&jwt, token.c_str(), reinterpret_cast<const unsigned char*>(key.data()),
                       int(key.size())) == 0);
    require(jwt_get_alg(jwt) == JWT_ALG_HS256 && jwt_get_grant_int(jwt, "exp") > kNow &&
            std::strcmp(jwt_get_grant(jwt, "appId"), "orders") == 0);
    benchmark::DoNotOptimize(jwt_get_grant(jwt, user_claim));
    jwt_free(jwt);
  }
}

void cjose(benchmark::State& state, const std::string& token, const char* user_claim) {
  cjose_err error;
  const auto key = secret().reveal();
  cjose_jwk_t* jwk =
      cjose_jwk_create_oct_spec(reinterpret_cast<const unsigned char*>(key.data()), key.size(), &error);
  for (auto step : state) {
    cjose_jws_t* jws = cjose_jws_import(token.data(), token.size(), &error);
    require(jws != nullptr && cjose_jws_verify(jws, jwk, &error));
    std::uint8_t* payload = nullptr;
    std::size_t size = 0;
    require(cjose_jws_get_plaintext(jws, &payload, &size, &error));
    json_t* claims = json_loadb(reinterpret_cast<const char*>(payload), size, 0, nullptr);
    require(claims != nullptr && json_integer_value(json_object_get(claims, "exp")) > kNow &&
            std::strcmp(json_string_value(json_object_get(claims, "appId")), "orders") == 0);
    benchmark::DoNotOptimize(json_string_value(json_object_get(claims, user_claim)));
    json_decref(claims);
    cjose_jws_release(jws);
  }
  cjose_jwk_release(jwk);
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;
using HashContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// OpenSSL's own rate, as `openssl speed` has it: one prepared context, nothing but the signature.
void openssl_digest(benchmark::State& state, EVP_PKEY* generated) {
  const Key key(generated, EVP_PKEY_free);
  std::array<unsigned char, 32> digest{};
  std::array<unsigned char, 512> signature;
  std::size_t size = signature.size();
  const KeyContext sign(EVP_PKEY_CTX_new(key.get(), nullptr), EVP_PKEY_CTX_free);
  require(EVP_PKEY_sign_init(sign.get()) == 1 &&
          EVP_PKEY_CTX_set_signature_md(sign.get(), EVP_sha256()) == 1 &&
          EVP_PKEY_sign(sign.get(), signature.data(), &size, digest.data(), digest.size()) == 1);
  const KeyContext verify(EVP_PKEY_CTX_new(key.get(), nullptr), EVP_PKEY_CTX_free);
  require(EVP_PKEY_verify_init(verify.get()) == 1 &&
          EVP_PKEY_CTX_set_signature_md(verify.get(), EVP_sha256()) == 1);
  for (auto step : state) {
    require(EVP_PKEY_verify(verify.get(), signature.data(), size, digest.data(), digest.size()) == 1);
  }
}

void openssl_eddsa(benchmark::State& state) {
  const Key key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
  const std::string& text = full_token();
  const auto* message = reinterpret_cast<const unsigned char*>(text.data());
  std::array<unsigned char, 64> signature;
  std::size_t size = signature.size();
  const HashContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  require(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
          EVP_DigestSign(context.get(), signature.data(), &size, message, text.size()) == 1);
  require(EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1);
  for (auto step : state) {
    require(EVP_DigestVerify(context.get(), signature.data(), size, message, text.size()) == 1);
  }
}

BENCHMARK_CAPTURE(limit, typical, typical_token())->Name("Limit/typical");
BENCHMARK_CAPTURE(limit, bare, bare_token())->Name("Limit/bare");
BENCHMARK_CAPTURE(limit, full, full_token())->Name("Limit/full");
BENCHMARK_CAPTURE(limit_mac, typical, typical_token())->Name("LimitMacAlone/typical");
BENCHMARK_CAPTURE(libjwt, typical, typical_token_for_libjwt(), "sub")->Name("Libjwt/typical");
BENCHMARK_CAPTURE(libjwt, bare, bare_token(), "userId")->Name("Libjwt/bare");
BENCHMARK_CAPTURE(cjose, typical, typical_token(), "sub")->Name("Cjose/typical");
BENCHMARK_CAPTURE(cjose, bare, bare_token(), "userId")->Name("Cjose/bare");
BENCHMARK(openssl_eddsa)->Name("OpenSslEdDsa");
BENCHMARK_CAPTURE(openssl_digest, p256, EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"))
    ->Name("OpenSslEs256")
    ->Iterations(20000);
BENCHMARK_CAPTURE(openssl_digest, rsa, EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048}))
    ->Name("OpenSslRs256")
    ->Iterations(50000);

}  // namespace
}  // namespace gatehouse::bench
