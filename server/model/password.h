// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret_string.h"

namespace gatehouse::server {

inline constexpr std::size_t kLeastPasswordCharacters =
    15;  ///< as the only factor (NIST SP 800-63B-4, section 3.1.1.2)
inline constexpr std::size_t kMostPasswordBytes = 1024;
inline constexpr std::string_view kPasswordRule =
    "must have at least 15 characters (a few unrelated words make a good one) and at most 1024 bytes";

/// The one form in which passwords are hashed and checked: Unicode NFKC. Absent for text that is no valid
/// UTF-8, holds NUL, or is longer than kMostPasswordBytes: such a password is refused unhashed.
[[nodiscard]] std::optional<SecretString> normalize_password(std::string_view text);

/// True when a normalised password may be set by or for the owner of `email`: long enough, not one repeated
/// character, and not the address itself.
[[nodiscard]] bool is_acceptable_password(const SecretString& normalized, std::string_view email);

}  // namespace gatehouse::server
