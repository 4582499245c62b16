// SPDX-License-Identifier: Apache-2.0
#include "core/token/unverified_token.h"

#include "core/token/compact_token.h"

namespace gatehouse::token {
namespace {

Result<JsonDocument, TokenError> parse_part(std::string_view encoded) {
  JsonScratch scratch(encoded.size(), kMostPayloadValues);
  const auto parsed = parse_payload(encoded, scratch);
  if (!parsed) return fail(parsed.error());
  return JsonDocument(scratch);
}

}  // namespace

Result<UnverifiedToken, TokenError> UnverifiedToken::parse(std::string_view token) {
  const auto parts = split_token(token);
  if (!parts) return fail(parts.error());
  auto header = parse_part(parts->header);
  if (!header) return fail(header.error());
  auto payload = parse_part(parts->payload);
  if (!payload) return fail(payload.error());
  return UnverifiedToken(std::move(*header), std::move(*payload));
}

}  // namespace gatehouse::token
