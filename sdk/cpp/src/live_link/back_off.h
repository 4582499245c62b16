// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

#include "core/base/random.h"

namespace gatehouse::sdk {

/// How long to wait before the next attempt: twice as long each time, up to 15 s, and half of it by chance,
/// so that thousands of apps do not come back in the same instant.
class BackOff {
 public:
  explicit BackOff(RandomSource& random) : random_(random) {}

  [[nodiscard]] std::chrono::milliseconds next() {
    std::byte chance{};
    random_.fill({&chance, 1});
    const auto wait = step_ / 2 + step_ * std::to_integer<int>(chance) / 510;
    step_ = std::min(step_ * 2, kLongest);
    return wait;
  }
  void reset() { step_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{250}, kLongest{15'000};
  RandomSource& random_;
  std::chrono::milliseconds step_ = kFirst;
};

}  // namespace gatehouse::sdk
