// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::server {

/// Whether an Accept-Encoding value names this coding, or `*`, with a weight above zero (RFC 9110,
/// section 12.5.3). Anything malformed counts as not named.
[[nodiscard]] bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace gatehouse::server
