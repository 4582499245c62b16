// SPDX-License-Identifier: Apache-2.0
#include "core/token/compact_token.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/token/to_token_error.h"

namespace gatehouse::token {

Result<CompactToken, TokenError> split_token(std::string_view token, std::size_t longest) {
  if (token.size() > longest) return fail(TokenError::token_too_large);
  const auto first = token.find('.');
  const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (second == token.npos) return fail(TokenError::malformed_token);
  const CompactToken parts{.header = token.substr(0, first),
                           .payload = token.substr(first + 1, second - first - 1),
                           .signature = token.substr(second + 1),
                           .signed_text = token.substr(0, second)};
  if (parts.signature.find('.') != token.npos) {
    return fail(std::ranges::count(token, '.') == 4 ? TokenError::encrypted_token
                                                    : TokenError::malformed_token);
  }
  if (parts.header.empty() || parts.payload.empty()) return fail(TokenError::malformed_token);
  return parts;
}

Result<JsonValue, TokenError> parse_payload(std::string_view payload, JsonScratch& scratch) {
  const auto size = decode_base64url(payload, scratch.room());
  if (!size) return fail(TokenError::invalid_base64url);
  const auto parsed = scratch.parse_object(*size);
  if (!parsed) return fail(to_token_error(parsed.error()));
  return *parsed;
}

}  // namespace gatehouse::token
