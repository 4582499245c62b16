// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// The one canonical form of an e-mail address, or absent when the text is none that we accept.
///
/// Accepted is a dot-atom before the @ and a DNS name with at least one dot (or `localhost`) behind it, all
/// ASCII, at most 254 bytes, 64 before the @. The canonical form is lower case; surrounding spaces are
/// dropped. Quoted names, comments, address literals, a trailing dot and anything outside ASCII are refused,
/// so that no two accepted spellings look alike: internationalised domains are written in their xn-- form.
[[nodiscard]] std::optional<std::string> parse_email(std::string_view text);

inline constexpr std::string_view kEmailRule =
    "must be an e-mail address such as ada@example.com (letters, digits and . _ % + - before the @)";

}  // namespace gatehouse::server
