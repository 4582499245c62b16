// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/base/random.h"

namespace gatehouse::crypto {

/// SipHash-2-4 under a key drawn at random: 64 bits that nobody outside can aim at, for tables in memory.
/// Thread-safe.
class ShortHash {
 public:
  explicit ShortHash(RandomSource& random);
  [[nodiscard]] std::uint64_t operator()(std::string_view text) const;

 private:
  std::array<std::byte, 16> key_;
};

}  // namespace gatehouse::crypto
