// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/secret_string.h"

namespace gatehouse::crypto {

/// Where in the database a sealed secret lives. It is bound into the seal, so that a cell copied to another
/// row or column no longer opens.
struct Cell {
  std::string_view table;
  std::string_view row;
  std::string_view column;
};

/// Encrypts secrets at rest: XChaCha20-Poly1305, whose 24-byte nonces may be drawn at random for ever.
/// Thread-safe.
class SealingKey {
 public:
  static constexpr std::size_t kBytes = 32;

  explicit SealingKey(std::span<const std::byte, kBytes> key);
  SealingKey(const SealingKey&) = default;
  SealingKey& operator=(const SealingKey&) = default;
  ~SealingKey();

  /// One byte of format version, nonce, ciphertext, tag: 41 bytes longer than `plain`. Sealing twice differs.
  [[nodiscard]] Bytes seal(ByteView plain, const Cell& cell, RandomSource& random) const;

  /// Absent when anything is wrong: another key, another cell, a flipped bit, a cut or unknown format.
  [[nodiscard]] std::optional<SecretString> open(ByteView sealed, const Cell& cell) const;

 private:
  std::array<unsigned char, kBytes> key_;
};

}  // namespace gatehouse::crypto
