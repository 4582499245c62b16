// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>

#include "core/base/clock.h"

namespace gatehouse::sql {

/// A point in time by which a server must have answered.
class Deadline {
 public:
  explicit Deadline(std::chrono::milliseconds limit) : end_(SystemClock().monotonic() + limit) {}
  /// What is left, at least zero.
  [[nodiscard]] std::chrono::milliseconds left() const {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end_ - SystemClock().monotonic());
    return std::max(left, std::chrono::milliseconds(0));
  }

 private:
  std::chrono::steady_clock::time_point end_;
};

}  // namespace gatehouse::sql
