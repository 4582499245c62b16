// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse {

/// What decode_base64url() does on processors without vector instructions; here for the tests to compare
/// with.
[[nodiscard]] std::optional<std::size_t> decode_base64url_portable(std::string_view text,
                                                                   std::span<std::byte> out);

}  // namespace gatehouse
