// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::server {

/// `acr` of our tokens: how many factors a sign-in used.
inline constexpr std::string_view kSingleFactor = "urn:gatehouse:acr:single-factor";
inline constexpr std::string_view kMultiFactor = "urn:gatehouse:acr:multi-factor";
inline constexpr std::array kAcrValues = {kSingleFactor, kMultiFactor};

/// From the means of RFC 8176 that a session names.
[[nodiscard]] std::string acr_of(const std::vector<std::string>& amr);

}  // namespace gatehouse::server
