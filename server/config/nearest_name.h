// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::server {

/// The name that was probably meant: the nearest by edits, if near enough to be worth saying.
[[nodiscard]] std::optional<std::string> find_nearest_name(std::string_view typed,
                                                           const std::vector<std::string>& names);

/// `; did you mean NAME?`, or nothing.
[[nodiscard]] std::string suggest_name(std::string_view typed, const std::vector<std::string>& names);

}  // namespace gatehouse::server
