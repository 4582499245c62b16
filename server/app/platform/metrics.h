// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// Counts what is answered. Thread-safe, no locks.
class RequestCounts {
 public:
  void add(int status) {
    const auto hundreds = std::size_t(status / 100);
    if (hundreds < by_class_.size()) by_class_[hundreds].fetch_add(1, std::memory_order_relaxed);
  }
  /// Prometheus text, one line a class of status.
  [[nodiscard]] std::string render() const;

 private:
  std::array<std::atomic<std::uint64_t>, 6> by_class_{};
};

/// One metric without labels in Prometheus's text format.
[[nodiscard]] std::string render_metric(std::string_view name, std::string_view type, std::string_view help,
                                        std::uint64_t value);

}  // namespace gatehouse::server
