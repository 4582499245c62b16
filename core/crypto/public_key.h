// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "core/crypto/asymmetric_key.h"
#include "core/crypto/openssl_handles.h"

// Private to core/crypto: what a PublicKey and a PrivateKey hold.
namespace gatehouse::crypto {

struct PublicKey::State {
  KeyKind kind{};
  PublicMembers members;
  std::size_t signature_size = 64;
  KeyContext verify;  ///< set up once, copied for each signature; empty for Ed25519, which libsodium verifies
};

/// Set up for signatures over a SHA-256 digest; duplicated for each use, as a context serves one thread.
KeyContext make_verify_context(EVP_PKEY* key, KeyKind kind);
KeyContext make_sign_context(EVP_PKEY* key, KeyKind kind);

/// DER of an ECDSA-Sig-Value and back to r|s (RFC 7518, section 3.4).
struct EcdsaDer {
  std::array<unsigned char, 72> bytes;
  std::size_t size;
};
EcdsaDer to_der(ByteView signature);

}  // namespace gatehouse::crypto
