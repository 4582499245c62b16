// SPDX-License-Identifier: Apache-2.0
#include "core/token/header.h"

#include <algorithm>

#include "core/base/base64url.h"
#include "core/token/json_document.h"
#include "core/token/json_writer.h"
#include "core/token/to_token_error.h"

namespace gatehouse::token {
namespace {

constexpr std::size_t kMostHeaderValues = 64;

/// Absent, or a string; anything else is refused.
Result<std::optional<std::string>, TokenError> read_text(const JsonValue& header, std::string_view name) {
  const auto member = header.find(name);
  if (!member) return std::optional<std::string>();
  const auto text = member->as_string();
  if (!text) return fail(TokenError::invalid_header);
  return std::optional<std::string>(*text);
}

Result<Header, TokenError> read_header(const JsonValue& header) {
  if (header.find("enc")) return fail(TokenError::encrypted_token);
  if (header.find("zip")) return fail(TokenError::compressed_token);
  // No extension is known here, so every `crit` is refused, the empty and the malformed too (RFC 7515,
  // section 4.1.11).
  if (header.find("crit") || header.find("b64")) return fail(TokenError::critical_header);
  const auto name = read_text(header, "alg");
  if (!name || !*name) return fail(TokenError::invalid_header);
  auto type = read_text(header, "typ");
  auto kid = read_text(header, "kid");
  if (!type || !kid) return fail(TokenError::invalid_header);
  const auto algorithm = parse_algorithm(**name);
  if (!algorithm) return fail(TokenError::algorithm_not_allowed);
  return Header{*algorithm, std::move(*type), std::move(*kid)};
}

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, to_lower, to_lower);
}

}  // namespace

bool is_same_type(std::string_view accepted, std::string_view type) {
  constexpr std::string_view kPrefix = "application/";
  if (type.size() > kPrefix.size() && equal_ignoring_case(type.substr(0, kPrefix.size()), kPrefix))
    type.remove_prefix(kPrefix.size());
  return equal_ignoring_case(accepted, type);
}

std::string make_header(Algorithm algorithm, std::string_view type, std::string_view kid) {
  JsonWriter header;
  header.add("alg", to_text(algorithm)).add("typ", type);
  if (!kid.empty()) header.add("kid", kid);
  return header.text();
}

Result<Header, TokenError> parse_header(std::string_view encoded) {
  JsonScratch scratch(encoded.size(), kMostHeaderValues);
  const auto size = decode_base64url(encoded, scratch.room());
  if (!size) return fail(TokenError::invalid_base64url);
  const auto header = scratch.parse_object(*size);
  if (!header) return fail(to_token_error(header.error()));
  return read_header(*header);
}

}  // namespace gatehouse::token
