// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::http {

/// A path with one reading only: starts with `/`, holds nothing but pchar and `/` (RFC 3986, section 3.3),
/// no `//`, no dot segment however spelled, no encoded slash, backslash or control, and is UTF-8 when
/// decoded.
[[nodiscard]] bool is_unambiguous_path(std::string_view path);

/// Visible ASCII without `#`: what may follow `?` in a request target. Browsers send more than RFC 3986
/// allows.
[[nodiscard]] bool is_query(std::string_view query);

}  // namespace gatehouse::http
