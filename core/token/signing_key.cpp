// SPDX-License-Identifier: Apache-2.0
#include "core/token/signing_key.h"

#include "core/base/base64url.h"
#include "core/token/header.h"
#include "core/token/jwk.h"
#include "core/token/secret_key.h"

namespace gatehouse::token {

SigningKey SigningKey::hs256(const SecretString& secret) {
  return {Algorithm::hs256, secret_key_id(secret), crypto::HmacSha256Key(as_bytes(secret.reveal()))};
}

SigningKey SigningKey::asymmetric(crypto::PrivateKey key) {
  const auto algorithm = algorithm_of(key.kind());
  auto kid = jwk_thumbprint(key.public_key());
  return {algorithm, std::move(kid), std::move(key)};
}

std::string SigningKey::sign(std::string_view type, std::string_view claims_json) const {
  auto token = encode_base64url(as_bytes(make_header(algorithm_, type, kid_)));
  token += '.';
  token += encode_base64url(as_bytes(claims_json));
  std::string signature;
  if (const auto* mac = std::get_if<crypto::HmacSha256Key>(&secret_)) {
    signature = encode_base64url(mac->compute(as_bytes(token)));
  } else {
    signature = encode_base64url(std::get<crypto::PrivateKey>(secret_).sign(as_bytes(token)));
  }
  token += '.';
  token += signature;
  return token;
}

}  // namespace gatehouse::token
