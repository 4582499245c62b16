// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::server {

/// Where people land when nothing better is known.
inline constexpr std::string_view kDefaultPage = "/account";

/// The address to go to after signing in: `candidate` when it is a path on this origin that every browser
/// reads as one, else the default page. Takes the value already percent-decoded once, as a query parameter
/// is.
[[nodiscard]] std::string safe_return_address(std::optional<std::string_view> candidate);

}  // namespace gatehouse::server
