// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse {

/// Well-formed UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF (RFC 3629, section 4).
[[nodiscard]] bool is_valid_utf8(std::string_view text);

}  // namespace gatehouse
