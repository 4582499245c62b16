// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/bytes.h"

namespace gatehouse::server {

/// Some of the numbers from 0 up to kNumbers. Two sets are intersected in the time of a few hundred words,
/// however many numbers they hold.
class NumberSet {
 public:
  /// A few less than 16,384, so that two whole sets fit on a page of 4 KiB.
  static constexpr std::size_t kNumbers = 252 * 64;

  /// As encode() made it; other bytes give some set or other, never more than that.
  [[nodiscard]] static NumberSet decode(ByteView bytes);
  /// Two bytes a number, or one bit for each that could be, whichever is shorter: at most 2,016 bytes.
  [[nodiscard]] Bytes encode() const;

  void add(std::size_t number) { words_[number / 64] |= bit(number); }
  void remove(std::size_t number) { words_[number / 64] &= ~bit(number); }
  [[nodiscard]] bool has(std::size_t number) const { return (words_[number / 64] & bit(number)) != 0; }
  /// With another set, as encode() made it.
  void keep_common(ByteView encoded);

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] bool empty() const;
  /// In ascending order.
  [[nodiscard]] std::vector<std::size_t> list() const;

 private:
  static std::uint64_t bit(std::size_t number) { return std::uint64_t(1) << (number % 64); }

  std::array<std::uint64_t, kNumbers / 64> words_{};
};

}  // namespace gatehouse::server
