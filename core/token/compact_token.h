// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/token/json_document.h"
#include "core/token/token_error.h"

namespace gatehouse::token {

inline constexpr std::size_t kLongestToken = 8192;
inline constexpr std::size_t kMostPayloadValues = 1024;

/// The three parts of a JWS in compact serialisation (RFC 7515, section 3.1), still encoded.
struct CompactToken {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
  std::string_view signed_text;  ///< header.payload
};

[[nodiscard]] Result<CompactToken, TokenError> split_token(std::string_view token,
                                                           std::size_t longest = kLongestToken);

/// Decodes and parses a payload in `scratch`, which was made for payload.size() bytes.
[[nodiscard]] Result<JsonValue, TokenError> parse_payload(std::string_view payload, JsonScratch& scratch);

}  // namespace gatehouse::token
