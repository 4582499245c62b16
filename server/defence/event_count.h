// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/clock.h"

namespace gatehouse::server {

/// Counts what strangers may cause as often as they like, so that a flood leaves one row a minute in the
/// audit log instead of one each. Thread-safe.
class EventCount {
 public:
  void add(const std::string& client_address);
  [[nodiscard]] std::uint64_t total() const;

  struct Count {
    std::uint64_t events = 0;
    std::string client_address;  ///< empty when they came from several
  };
  /// What has come together since the last time; absent when nothing has, or before a minute has passed.
  [[nodiscard]] std::optional<Count> take(Time now);

 private:
  mutable std::mutex mutex_;
  Count waiting_;
  std::uint64_t total_ = 0;
  Time taken_at_{};
};

}  // namespace gatehouse::server
