// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::token {

/// Bytes of the well-formed character at the start of `text` (RFC 3629: no overlong form, no surrogate); 0
/// for any other.
[[nodiscard]] inline std::size_t utf8_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto follows = [text](std::size_t i, unsigned char low = 0x80, unsigned char high = 0xbf) {
    return i < text.size() && static_cast<unsigned char>(text[i]) >= low &&
           static_cast<unsigned char>(text[i]) <= high;
  };
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return follows(1) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    const bool second = lead == 0xe0 ? follows(1, 0xa0) : lead == 0xed ? follows(1, 0x80, 0x9f) : follows(1);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const bool second = lead == 0xf0 ? follows(1, 0x90) : lead == 0xf4 ? follows(1, 0x80, 0x8f) : follows(1);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

}  // namespace gatehouse::token
