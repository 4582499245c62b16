// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "core/base/bytes.h"

namespace gatehouse::sdk {

/// base64 with padding (RFC 4648, section 4), which HTTP Basic and content policies want.
[[nodiscard]] std::string encode_base64(ByteView bytes);

}  // namespace gatehouse::sdk
