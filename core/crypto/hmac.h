// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

#include "core/base/bytes.h"
#include "core/crypto/sha256.h"

namespace gatehouse::crypto {

/// An HMAC-SHA256 key (RFC 2104) whose two hash states are prepared once, so that a MAC costs only the
/// hashing of the message and of one further block. Immutable after construction, thread-safe, wiped when
/// done.
class HmacSha256Key {
 public:
  explicit HmacSha256Key(ByteView key);
  HmacSha256Key(const HmacSha256Key&) = default;
  HmacSha256Key& operator=(const HmacSha256Key&) = default;
  ~HmacSha256Key();

  [[nodiscard]] Sha256Digest compute(ByteView message) const;

  /// Compares in constant time; false for any length but 32.
  [[nodiscard]] bool verify(ByteView message, ByteView mac) const;

 private:
  using State =
      std::array<std::uint32_t, 8>;  // the hash after the padded key: all that the key is needed for
  State inner_;
  State outer_;
};

}  // namespace gatehouse::crypto
