// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::sdk {

/// Prometheus' text exposition format, version 0.0.4.
class LinkMetrics {
 public:
  void gauge(std::string_view name, std::string_view help, double value) { add(name, help, "gauge", value); }
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    add(name, help, "counter", double(value));
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(std::string_view name, std::string_view help, std::string_view type, double value);
  std::string text_;
};

}  // namespace gatehouse::sdk
