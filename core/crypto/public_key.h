// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>

#include "core/crypto/asymmetric_key.h"
#include "core/crypto/openssl_handles.h"

// Private to core/crypto: what a PublicKey and a PrivateKey hold.
namespace gatehouse::crypto {

/// One key context set up for an operation, lent to one thread at a time. A second thread gets a copy of its
/// own, and whichever comes back last is kept: copying costs as much as a twentieth of an RSA verification.
class KeyContextLender {
 public:
  explicit KeyContextLender(KeyContext original) : original_(std::move(original)) {}
  ~KeyContextLender() { EVP_PKEY_CTX_free(spare_.load()); }
  KeyContextLender(const KeyContextLender&) = delete;
  KeyContextLender& operator=(const KeyContextLender&) = delete;

  [[nodiscard]] KeyContext take() const {
    KeyContext context(spare_.exchange(nullptr, std::memory_order_acquire));
    if (!context) context.reset(EVP_PKEY_CTX_dup(original_.get()));
    require(context != nullptr, "OpenSSL can't copy a key context");
    return context;
  }
  void give_back(KeyContext context) const {
    const KeyContext other(spare_.exchange(context.release(), std::memory_order_acq_rel));
  }

 private:
  KeyContext original_;
  mutable std::atomic<EVP_PKEY_CTX*> spare_ = nullptr;
};

struct PublicKey::State {
  KeyKind kind{};
  PublicMembers members;
  std::size_t signature_size = 64;
  std::optional<KeyContextLender> verify;  ///< absent for Ed25519, which libsodium verifies
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
