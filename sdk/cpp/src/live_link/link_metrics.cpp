// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/live_link/link_metrics.h"

#include <array>
#include <charconv>

namespace gatehouse::sdk {

void LinkMetrics::add(std::string_view name, std::string_view help, std::string_view type, double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name);
  text_.append(" ").append(type).append("\n").append(name).append(" ");
  text_.append(digits.data(), end).append("\n");
}

}  // namespace gatehouse::sdk
