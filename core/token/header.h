// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/token/algorithm.h"
#include "core/token/token_error.h"

namespace gatehouse::token {

/// A JWS header, as far as a verifier cares. Parameters that point to or hold keys (jku, jwk, x5u, x5c) are
/// ignored: keys come from configuration alone.
struct Header {
  Algorithm algorithm{};
  std::optional<std::string> type;
  std::optional<std::string> kid;
};

/// The JSON of a header as Gatehouse writes it: alg, typ, kid in this order.
[[nodiscard]] std::string make_header(Algorithm algorithm, std::string_view type, std::string_view kid);

/// Reads a base64url header (RFC 7515, section 4), refusing whatever could make two readers disagree.
[[nodiscard]] Result<Header, TokenError> parse_header(std::string_view encoded);

/// Media types are compared without regard to case, and "application/" may be left out (RFC 7515, section
/// 4.1.9).
[[nodiscard]] bool is_same_type(std::string_view accepted, std::string_view type);

}  // namespace gatehouse::token
