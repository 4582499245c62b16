// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>

#include "core/base/bytes.h"
#include "core/base/secret_string.h"

namespace gatehouse::crypto {

/// A key's kind decides its one signature scheme: Ed25519 (RFC 8032), ECDSA with SHA-256, RSASSA-PKCS1-v1_5
/// with SHA-256.
enum class KeyKind { ed25519, p256, rsa };

/// The public members of a JWK (RFC 7518, section 6; RFC 8037, section 2) as bytes. Those of other kinds are
/// empty.
struct PublicMembers {
  Bytes x;  ///< Ed25519: the key; P-256: 32 bytes
  Bytes y;  ///< P-256: 32 bytes
  Bytes n;  ///< RSA: modulus, big-endian without leading zero
  Bytes e;  ///< RSA: exponent, likewise
};

/// Verifies signatures. Immutable, cheap to copy, thread-safe.
class PublicKey {
 public:
  /// Absent unless `x` is the canonical spelling of a point of the prime-order group.
  [[nodiscard]] static std::optional<PublicKey> from_ed25519(ByteView x);
  /// Absent unless both have 32 bytes and the point is on the curve.
  [[nodiscard]] static std::optional<PublicKey> from_p256(ByteView x, ByteView y);
  /// Absent unless the modulus is odd, has 2048 to 4096 bits and no leading zero, and the exponent is odd,
  /// from 3 to 2^32.
  [[nodiscard]] static std::optional<PublicKey> from_rsa(ByteView n, ByteView e);

  [[nodiscard]] KeyKind kind() const;
  [[nodiscard]] PublicMembers members() const;

  /// The exact length of a signature: 64 bytes, or those of the RSA modulus.
  [[nodiscard]] std::size_t signature_size() const;

  /// `signature` is R|S (Ed25519), r|s (P-256) or the RSA octet string; any other length is false.
  [[nodiscard]] bool verify(ByteView message, ByteView signature) const;

  struct State;

 private:
  explicit PublicKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}
  friend class PrivateKey;
  std::shared_ptr<const State> state_;
};

/// Signs. Immutable, cheap to copy, thread-safe.
class PrivateKey {
 public:
  /// A new key; RSA ones have 2048 bits. Takes milliseconds for RSA. Throws std::runtime_error when the
  /// library fails.
  [[nodiscard]] static PrivateKey generate(KeyKind kind);

  /// Reads PKCS#8 DER without encryption; absent for anything else and for keys of other kinds or sizes.
  [[nodiscard]] static std::optional<PrivateKey> from_pkcs8(ByteView der);
  [[nodiscard]] SecretString to_pkcs8() const;

  [[nodiscard]] KeyKind kind() const;
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }

  /// A signature in the form that PublicKey::verify takes.
  [[nodiscard]] Bytes sign(ByteView message) const;

  struct State;

 private:
  PrivateKey(std::shared_ptr<const State> state, PublicKey public_key)
      : state_(std::move(state)), public_key_(std::move(public_key)) {}
  std::shared_ptr<const State> state_;
  PublicKey public_key_;
};

}  // namespace gatehouse::crypto
