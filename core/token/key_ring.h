// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/secret_string.h"
#include "core/crypto/asymmetric_key.h"
#include "core/crypto/hmac.h"
#include "core/token/algorithm.h"
#include "core/token/header.h"
#include "core/token/jwk.h"

namespace gatehouse::token {

/// A key that verifies, of exactly one algorithm: a public key can't become an HMAC secret.
class VerificationKey {
 public:
  [[nodiscard]] static VerificationKey hs256(const SecretString& secret);
  [[nodiscard]] static VerificationKey from_jwk(Jwk jwk);

  [[nodiscard]] Algorithm algorithm() const { return algorithm_; }
  [[nodiscard]] const std::string& kid() const { return kid_; }
  [[nodiscard]] bool verify(std::string_view signed_text, ByteView signature) const;

 private:
  using Key = std::variant<crypto::HmacSha256Key, crypto::PublicKey>;
  VerificationKey(Algorithm algorithm, std::string kid, Key key)
      : algorithm_(algorithm), kid_(std::move(kid)), key_(std::move(key)) {}
  Algorithm algorithm_;
  std::string kid_;
  Key key_;
};

/// The keys that a verifier trusts: during a rotation two secrets, or all public keys of an issuer.
/// Immutable.
class KeyRing {
 public:
  KeyRing() = default;
  explicit KeyRing(std::vector<VerificationKey> keys);

  /// The secrets of one app: `current`, or `current` and `next`.
  [[nodiscard]] static KeyRing from_secrets(const std::vector<SecretString>& secrets);
  [[nodiscard]] static KeyRing from_jwks(std::vector<Jwk> keys);

  /// Checks the signature (RFC 7515, section 5.2) of `signed_text`, whose header part is `encoded_header`,
  /// and returns the header. Keys are chosen by `alg` and `kid` among those of the ring and from nowhere
  /// else.
  [[nodiscard]] Result<const Header*, TokenError> verify(std::string_view encoded_header,
                                                         std::string_view signed_text,
                                                         std::string_view encoded_signature,
                                                         Header& room) const;

  [[nodiscard]] const std::vector<VerificationKey>& keys() const { return keys_; }

 private:
  [[nodiscard]] const Header* find_known(std::string_view encoded) const;
  [[nodiscard]] Result<void, TokenError> verify_signature(const Header& header, std::string_view signed_text,
                                                          ByteView signature) const;

  /// Headers that tokens of these keys usually have, so that they need no parsing.
  struct KnownHeader {
    std::string encoded;
    Header header;
  };
  std::vector<VerificationKey> keys_;
  std::vector<KnownHeader> known_;
};

}  // namespace gatehouse::token
