// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace gatehouse::sdk {

/// What middlewares ask of the platform's link.
struct LinkPort {
  enum class Standing { active, ended, unknown };
  std::function<std::chrono::milliseconds()> staleness;
  /// Asks the platform about a token, now; suspends the fiber.
  std::function<Standing(const std::string& token)> ask;
};

}  // namespace gatehouse::sdk
