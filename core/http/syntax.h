// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace gatehouse::http {

/// A token: one or more tchar (RFC 9110, section 5.6.2).
[[nodiscard]] bool is_token(std::string_view text);

/// Visible characters, space, tab and bytes from 0x80: no CR, LF, NUL or other control (RFC 9110,
/// section 5.5).
[[nodiscard]] bool is_field_value(std::string_view text);

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trim_whitespace(std::string_view text);

/// The value of a hexadecimal digit; absent for any other character.
[[nodiscard]] std::optional<unsigned> hex_digit(char c);

}  // namespace gatehouse::http
