// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace gatehouse::server {

/// Which challenges have been used, until they end by time. A table of fixed size, 16 bytes each, whose pages
/// are the kernel's until they are touched; it never grows, and what it holds is never pushed out by others.
/// Thread-safe.
class UsedChallenges {
 public:
  using Moment = std::chrono::milliseconds;  ///< of a clock that doesn't go back

  /// `places` is a power of two, at least 8.
  explicit UsedChallenges(std::size_t places);

  enum class Use {
    first,
    again,
    full,  ///< no room to remember it, so it must not count
  };
  /// `id` must be nothing that a stranger can choose.
  Use use(std::uint64_t id, Moment ends_at, Moment now);

  [[nodiscard]] std::size_t bytes() const { return places_ * sizeof(Place); }

 private:
  struct Place {
    std::uint64_t id;
    std::int64_t ends_at;
  };
  struct Free {
    void operator()(Place* places) const { std::free(places); }  // NOLINT(cppcoreguidelines-no-malloc)
  };
  static constexpr std::size_t kWays = 8;

  std::size_t places_;
  std::mutex mutex_;
  std::unique_ptr<Place[], Free> table_;
};

}  // namespace gatehouse::server
