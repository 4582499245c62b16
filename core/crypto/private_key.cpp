// SPDX-License-Identifier: Apache-2.0
#include <string>

#include <openssl/core_names.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include "core/crypto/public_key.h"
#include "core/crypto/sha256.h"
#include "core/crypto/sodium.h"

namespace gatehouse::crypto {

struct PrivateKey::State {
  Key key;
  KeyContext sign;  ///< empty for Ed25519
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> ed25519{};
  ~State() { sodium_memzero(ed25519.data(), ed25519.size()); }
};

namespace {

std::optional<KeyKind> find_kind(const EVP_PKEY* key) {
  if (EVP_PKEY_is_a(key, "ED25519")) return KeyKind::ed25519;
  if (EVP_PKEY_is_a(key, "RSA")) return KeyKind::rsa;
  char group[64] = {};
  if (EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_group_name(key, group, sizeof(group), nullptr) == 1 &&
      std::string_view(group) == "prime256v1") {
    return KeyKind::p256;
  }
  return std::nullopt;
}

/// A number of the key, big-endian; `size` 0 means as long as it is.
Bytes read_number(const EVP_PKEY* key, const char* name, std::size_t size = 0) {
  BIGNUM* found = nullptr;
  require(EVP_PKEY_get_bn_param(key, name, &found) == 1, "OpenSSL key lacks a number");
  const Number number(found);
  Bytes bytes(size == 0 ? std::size_t(BN_num_bytes(found)) : size);
  require(BN_bn2binpad(found, raw(bytes), int(bytes.size())) > 0, "OpenSSL key number too long");
  return bytes;
}

std::optional<PublicKey> read_public_key(const EVP_PKEY* key, KeyKind kind) {
  switch (kind) {
    case KeyKind::ed25519: {
      Bytes x(crypto_sign_PUBLICKEYBYTES);
      std::size_t size = x.size();
      require(EVP_PKEY_get_raw_public_key(key, raw(x), &size) == 1, "OpenSSL key lacks its public part");
      return PublicKey::from_ed25519(x);
    }
    case KeyKind::p256:
      return PublicKey::from_p256(read_number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32),
                                  read_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    case KeyKind::rsa:
      return PublicKey::from_rsa(read_number(key, OSSL_PKEY_PARAM_RSA_N),
                                 read_number(key, OSSL_PKEY_PARAM_RSA_E));
  }
  return std::nullopt;
}

std::shared_ptr<const PrivateKey::State> make_state(Key key, KeyKind kind) {
  auto state = std::make_shared<PrivateKey::State>();
  if (kind == KeyKind::ed25519) {
    unsigned char seed[crypto_sign_SEEDBYTES];
    unsigned char public_part[crypto_sign_PUBLICKEYBYTES];
    std::size_t size = sizeof(seed);
    require(EVP_PKEY_get_raw_private_key(key.get(), seed, &size) == 1, "OpenSSL key lacks its private part");
    crypto_sign_seed_keypair(public_part, state->ed25519.data(), seed);
    sodium_memzero(seed, sizeof(seed));
  } else {
    state->sign = make_sign_context(key.get(), kind);
  }
  state->key = std::move(key);
  return state;
}

EVP_PKEY* generate_key(KeyKind kind) {
  switch (kind) {
    case KeyKind::ed25519:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    case KeyKind::p256:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case KeyKind::rsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
  }
  return nullptr;
}

Bytes from_der(ByteView der) {
  const auto* at = raw(der);
  const EcdsaSignature parsed(d2i_ECDSA_SIG(nullptr, &at, long(der.size())));
  Bytes signature(64);
  require(parsed && BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), raw(signature), 32) == 32 &&
              BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), raw(signature) + 32, 32) == 32,
          "OpenSSL made a bad ECDSA signature");
  return signature;
}

}  // namespace

PrivateKey PrivateKey::generate(KeyKind kind) {
  ensure_sodium_ready();
  Key key(generate_key(kind));
  require(key != nullptr, "OpenSSL can't generate a key");
  auto public_key = read_public_key(key.get(), kind);
  require(public_key.has_value(), "OpenSSL generated a bad key");
  return PrivateKey(make_state(std::move(key), kind), std::move(*public_key));
}

std::optional<PrivateKey> PrivateKey::from_pkcs8(ByteView der) {
  ensure_sodium_ready();
  const QuietErrors quiet;
  const auto* at = raw(der);
  const Pkcs8 parsed(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, long(der.size())));
  if (!parsed || at != raw(der) + der.size()) return std::nullopt;
  Key key(EVP_PKCS82PKEY(parsed.get()));
  if (!key) return std::nullopt;
  const auto kind = find_kind(key.get());
  if (!kind) return std::nullopt;
  auto public_key = read_public_key(key.get(), *kind);
  if (!public_key) return std::nullopt;
  return PrivateKey(make_state(std::move(key), *kind), std::move(*public_key));
}

SecretString PrivateKey::to_pkcs8() const {
  const Pkcs8 info(EVP_PKEY2PKCS8(state_->key.get()));
  require(info != nullptr, "OpenSSL can't export a key");
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
  require(size > 0, "OpenSSL can't export a key");
  std::string der(std::size_t(size), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  require(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &out) == size, "OpenSSL can't export a key");
  return SecretString(std::move(der));
}

KeyKind PrivateKey::kind() const {
  return public_key_.kind();
}

Bytes PrivateKey::sign(ByteView message) const {
  if (kind() == KeyKind::ed25519) {
    Bytes signature(crypto_sign_BYTES);
    crypto_sign_detached(raw(signature), nullptr, raw(message), message.size(), state_->ed25519.data());
    return signature;
  }
  const auto digest = sha256(message);
  const KeyContext context(EVP_PKEY_CTX_dup(state_->sign.get()));
  std::size_t size = 512;
  Bytes signature(size);
  require(context && EVP_PKEY_sign(context.get(), raw(signature), &size, raw(digest), digest.size()) == 1,
          "OpenSSL can't sign");
  signature.resize(size);
  return kind() == KeyKind::p256 ? from_der(signature) : signature;
}

}  // namespace gatehouse::crypto
