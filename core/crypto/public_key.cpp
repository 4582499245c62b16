// SPDX-License-Identifier: Apache-2.0
#include "core/crypto/public_key.h"

#include <algorithm>

#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "core/crypto/sha256.h"
#include "core/crypto/sodium.h"

namespace gatehouse::crypto {
namespace {

Key make_public_key(const char* algorithm, OSSL_PARAM* params) {
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, algorithm, nullptr));
  require(context && EVP_PKEY_fromdata_init(context.get()) == 1, "OpenSSL lacks a key type");
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params) != 1) return nullptr;
  return Key(key);
}

Number to_number(ByteView bytes) {
  return Number(BN_bin2bn(raw(bytes), int(bytes.size()), nullptr));
}

/// One INTEGER of at most 33 bytes: no leading zeros but the one that keeps it positive.
unsigned char* write_integer(unsigned char* out, ByteView number) {
  while (number.size() > 1 && number[0] == std::byte{0}) number = number.subspan(1);
  const bool padded = (number[0] & std::byte{0x80}) != std::byte{0};
  *out++ = 0x02;
  *out++ = static_cast<unsigned char>(number.size() + (padded ? 1 : 0));
  if (padded) *out++ = 0;
  return std::copy_n(raw(number), number.size(), out);
}

KeyContext prepare(EVP_PKEY* key, KeyKind kind, int (*init)(EVP_PKEY_CTX*)) {
  KeyContext context(EVP_PKEY_CTX_new(key, nullptr));
  require(context && init(context.get()) == 1 &&
              (kind != KeyKind::rsa || EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PADDING) == 1) &&
              EVP_PKEY_CTX_set_signature_md(context.get(), EVP_sha256()) == 1,
          "OpenSSL can't set up a signature");
  return context;
}

}  // namespace

KeyContext make_verify_context(EVP_PKEY* key, KeyKind kind) {
  return prepare(key, kind, EVP_PKEY_verify_init);
}
KeyContext make_sign_context(EVP_PKEY* key, KeyKind kind) {
  return prepare(key, kind, EVP_PKEY_sign_init);
}

EcdsaDer to_der(ByteView signature) {
  EcdsaDer der;
  auto* end = write_integer(der.bytes.data() + 2, signature.first(32));
  end = write_integer(end, signature.subspan(32, 32));
  der.size = std::size_t(end - der.bytes.data());
  der.bytes[0] = 0x30;
  der.bytes[1] = static_cast<unsigned char>(der.size - 2);
  return der;
}

std::optional<PublicKey> PublicKey::from_ed25519(ByteView x) {
  ensure_sodium_ready();
  if (x.size() != crypto_sign_PUBLICKEYBYTES || crypto_core_ed25519_is_valid_point(raw(x)) != 1)
    return std::nullopt;
  auto state = std::make_shared<State>();
  state->kind = KeyKind::ed25519;
  state->members.x.assign(x.begin(), x.end());
  return PublicKey(std::move(state));
}

std::optional<PublicKey> PublicKey::from_p256(ByteView x, ByteView y) {
  if (x.size() != 32 || y.size() != 32) return std::nullopt;
  const QuietErrors quiet;
  Bytes point{std::byte{4}};  // uncompressed
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size());
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const auto key = make_public_key("EC", params.get());
  if (!key) return std::nullopt;

  auto state = std::make_shared<State>();
  state->kind = KeyKind::p256;
  state->members.x.assign(x.begin(), x.end());
  state->members.y.assign(y.begin(), y.end());
  state->verify.emplace(make_verify_context(key.get(), KeyKind::p256));
  return PublicKey(std::move(state));
}

std::optional<PublicKey> PublicKey::from_rsa(ByteView n, ByteView e) {
  const auto odd = [](ByteView number) { return (number.back() & std::byte{1}) == std::byte{1}; };
  if (n.size() < 256 || n.size() > 512 || (n[0] & std::byte{0x80}) == std::byte{0} || !odd(n))
    return std::nullopt;
  if (e.empty() || e.size() > 4 || e[0] == std::byte{0} || !odd(e)) return std::nullopt;
  if (e.size() == 1 && e[0] == std::byte{1})
    return std::nullopt;  // every padded hash would be its own signature
  const QuietErrors quiet;
  const auto modulus = to_number(n);
  const auto exponent = to_number(e);
  const ParamBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const auto key = make_public_key("RSA", params.get());
  if (!key) return std::nullopt;

  auto state = std::make_shared<State>();
  state->kind = KeyKind::rsa;
  state->members.n.assign(n.begin(), n.end());
  state->members.e.assign(e.begin(), e.end());
  state->signature_size = n.size();
  state->verify.emplace(make_verify_context(key.get(), KeyKind::rsa));
  return PublicKey(std::move(state));
}

KeyKind PublicKey::kind() const {
  return state_->kind;
}
PublicMembers PublicKey::members() const {
  return state_->members;
}
std::size_t PublicKey::signature_size() const {
  return state_->signature_size;
}

bool PublicKey::verify(ByteView message, ByteView signature) const {
  if (signature.size() != state_->signature_size) return false;
  if (state_->kind == KeyKind::ed25519) {
    // Refuses S >= L and points of small order; compares R byte by byte, so only its canonical spelling
    // passes.
    return crypto_sign_verify_detached(raw(signature), raw(message), message.size(),
                                       raw(state_->members.x)) == 0;
  }
  const QuietErrors quiet;
  const auto digest = sha256(message);
  std::optional<EcdsaDer> der;
  if (state_->kind == KeyKind::p256) {
    der = to_der(signature);
    signature = std::as_bytes(std::span(der->bytes).first(der->size));
  }
  auto context = state_->verify->take();
  const bool verified =
      EVP_PKEY_verify(context.get(), raw(signature), signature.size(), raw(digest), digest.size()) == 1;
  state_->verify->give_back(std::move(context));
  return verified;
}

}  // namespace gatehouse::crypto
