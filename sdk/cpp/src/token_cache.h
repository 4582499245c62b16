// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "sdk/cpp/src/verify_token.h"

namespace gatehouse::sdk {

/// Remembers tokens that were verified, so that the next request with the very same text costs a look-up. A
/// token is remembered until it ends and not a second longer. Takes at most 40 MiB, whatever comes in: each
/// token has one place, which it loses to another that falls there. Thread-safe.
class TokenCache {
 public:
  TokenCache();

  /// Absent when it is not remembered, or no longer valid at `now`, or `now` is before it was verified.
  [[nodiscard]] std::shared_ptr<const VerifiedToken> find(std::string_view text, Time now) const;
  void keep(std::string_view text, std::shared_ptr<const VerifiedToken> token, Time verified_at);

 private:
  struct Entry {
    std::string text;
    std::shared_ptr<const VerifiedToken> token;
    Time verified_at;
  };
  static constexpr std::size_t kEntries = 8192;
  static constexpr std::size_t kLongestText = 2048;
  static constexpr std::size_t kLocks = 64;

  std::vector<Entry> entries_;
  mutable std::array<std::mutex, kLocks> locks_;
};

}  // namespace gatehouse::sdk
