// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::server {

/// One line of readable text: valid UTF-8, 1 to `max_bytes` bytes, something besides spaces, and no control,
/// bidirectional, zero-width or line-separator character that could hide or reorder what people see.
[[nodiscard]] bool is_plain_text(std::string_view text, std::size_t max_bytes);

}  // namespace gatehouse::server
