// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::server {

/// The code that a device shows to its person (RFC 8628, section 6.1): eight letters.
inline constexpr std::size_t kUserCodeLetters = 8;

/// As people type it: any case, with or without the hyphen and spaces.
[[nodiscard]] std::string read_user_code(std::string_view text);
/// As the device shows it: `XXXX-XXXX`. What is no whole code stays as it is.
[[nodiscard]] std::string show_user_code(std::string_view code);

}  // namespace gatehouse::server
