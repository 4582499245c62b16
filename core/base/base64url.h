// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/bytes.h"

namespace gatehouse {

/// base64url without padding (RFC 7515, appendix C).
[[nodiscard]] std::string encode_base64url(ByteView bytes);

/// Characters that `bytes` bytes take when encoded.
[[nodiscard]] constexpr std::size_t base64url_length(std::size_t bytes) {
  return (bytes * 4 + 2) / 3;
}

/// Decodes the one canonical spelling: no padding, no white space, unused trailing bits zero. Absent for any
/// other text.
[[nodiscard]] std::optional<Bytes> decode_base64url(std::string_view text);

/// Room behind the decoded bytes that makes decoding into a buffer quickest.
inline constexpr std::size_t kBase64urlSlack = 32;

/// As above into `out`, which must hold text.size() * 3 / 4 bytes. Returns the bytes written; absent when
/// refused.
[[nodiscard]] std::optional<std::size_t> decode_base64url(std::string_view text, std::span<std::byte> out);

}  // namespace gatehouse
