// SPDX-License-Identifier: Apache-2.0
#include "core/base/clock.h"

namespace gatehouse {

Time SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::monotonic() const {
  return std::chrono::steady_clock::now();
}

}  // namespace gatehouse
