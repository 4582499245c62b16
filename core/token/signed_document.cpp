// SPDX-License-Identifier: Apache-2.0
#include "core/token/signed_document.h"

#include "core/base/base64url.h"
#include "core/token/compact_token.h"

namespace gatehouse::token {

Result<std::string, TokenError> open_signed_document(const KeyRing& keys, std::string_view type,
                                                     std::string_view text, std::size_t longest) {
  const auto parts = split_token(text, longest);
  if (!parts) return fail(parts.error());
  Header room;
  const auto header = keys.verify(parts->header, parts->signed_text, parts->signature, room);
  if (!header) return fail(header.error());
  if (!is_same_type((*header)->type.value_or(""), type)) return fail(TokenError::wrong_token_type);
  std::string payload(parts->payload.size() + kBase64urlSlack, '\0');
  const auto size = decode_base64url(parts->payload, std::as_writable_bytes(std::span(payload)));
  if (!size) return fail(TokenError::invalid_base64url);
  payload.resize(*size);
  return payload;
}

}  // namespace gatehouse::token
