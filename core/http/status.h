// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::http {

/// The standard phrase of a status (RFC 9110, section 15): 404 is `Not Found`; `Unknown` for any other.
[[nodiscard]] std::string_view status_phrase(int status);

}  // namespace gatehouse::http
