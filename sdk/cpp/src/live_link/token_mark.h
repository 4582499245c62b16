// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace gatehouse::sdk {

/// What a revocation could concern of a token; made once, when the token is verified.
struct TokenMark {
  std::uint64_t session = 0;  ///< 0: the token names none
  std::uint64_t user = 0;
  std::optional<std::int64_t> position = std::nullopt;
  std::int64_t issued_at = 0;  ///< second
};

}  // namespace gatehouse::sdk
