// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "core/token/json_document.h"

namespace gatehouse::token {

/// How many bytes after the text the parser may read; they must be zero.
inline constexpr std::size_t kJsonPadding = 16;

struct ParsedJson {
  std::size_t values;
  std::size_t text_used;  ///< the text and, behind it, strings with their escapes resolved
};

/// Parses `size` bytes at `text` as one object into `nodes`. `text` is followed by kJsonPadding bytes and
/// then by `size` bytes of room for strings that have escapes, so that the text itself stays as it is.
[[nodiscard]] Result<ParsedJson, JsonError> parse_json_object(char* text, std::size_t size,
                                                              std::span<JsonNode> nodes);

}  // namespace gatehouse::token
