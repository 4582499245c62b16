// SPDX-License-Identifier: Apache-2.0
#define OPENSSL_SUPPRESS_DEPRECATED  // see hmac.cpp
#include "core/crypto/sha256.h"

#include <openssl/sha.h>

namespace gatehouse::crypto {

Sha256Digest sha256(ByteView message) {
  Sha256Digest digest;
  SHA256_CTX hash;
  SHA256_Init(&hash);
  SHA256_Update(&hash, message.data(), message.size());
  SHA256_Final(reinterpret_cast<unsigned char*>(digest.data()), &hash);
  return digest;
}

}  // namespace gatehouse::crypto
