// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "core/base/result.h"
#include "core/token/token_error.h"

namespace gatehouse::token {

/// The times of a token in seconds since 1970, as far as it has them.
struct TokenTimes {
  std::optional<std::int64_t> expiry;
  std::optional<std::int64_t> not_before;
  std::optional<std::int64_t> issued_at;
};

/// RFC 7519, sections 4.1.4 to 4.1.6. With a leeway, a token passes up to and including exp + leeway;
/// without, up to exp.
[[nodiscard]] Result<void, TokenError> check_times(const TokenTimes& times, std::int64_t now,
                                                   std::chrono::seconds leeway);

/// At most 24 hours from issue, or from now on for a token that does not say when it was issued.
[[nodiscard]] Result<void, TokenError> check_lifetime(const TokenTimes& times, std::int64_t now);

}  // namespace gatehouse::token
