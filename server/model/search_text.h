// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::server {

/// The text as it is searched for and sorted by: without case, accents and compatibility forms (Unicode NFKD,
/// case folding), each run of anything but letters and digits one space, none at its ends. Text that is no
/// UTF-8 gives nothing.
[[nodiscard]] std::string make_search_text(std::string_view text);

/// The text's beginning of at most `bytes` bytes, never half a character.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t bytes);

}  // namespace gatehouse::server
