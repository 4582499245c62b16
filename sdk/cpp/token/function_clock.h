// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <utility>

#include "core/base/clock.h"

namespace gatehouse::sdk {

/// The clock of the public options: a function where one is given, the system's otherwise.
class FunctionClock final : public Clock {
 public:
  using Function = std::function<std::chrono::system_clock::time_point()>;
  explicit FunctionClock(Function function) : function_(std::move(function)) {}

  [[nodiscard]] Time now() const override {
    return function_ ? std::chrono::floor<std::chrono::milliseconds>(function_()) : system_.now();
  }
  [[nodiscard]] std::chrono::steady_clock::time_point monotonic() const override {
    return function_ ? std::chrono::steady_clock::time_point(now().time_since_epoch()) : system_.monotonic();
  }

 private:
  Function function_;
  SystemClock system_;
};

}  // namespace gatehouse::sdk
