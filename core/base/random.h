// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace gatehouse {

/// Where the program gets unpredictable bytes. Thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  /// Fills `out`; never returns short. Throws std::runtime_error when the system has no randomness to give.
  virtual void fill(std::span<std::byte> out) = 0;
};

/// The kernel's generator, getrandom(2).
class SystemRandom final : public RandomSource {
 public:
  void fill(std::span<std::byte> out) override;
};

/// A repeatable sequence for tests; never for anything that guards something.
class FixedRandom final : public RandomSource {
 public:
  explicit FixedRandom(unsigned char start = 0) : next_(start) {}
  void fill(std::span<std::byte> out) override;

 private:
  unsigned char next_;
};

/// `bytes` random bytes as base64url without padding: 32 bytes make 43 characters.
[[nodiscard]] std::string make_random_text(RandomSource& random, std::size_t bytes);

}  // namespace gatehouse
