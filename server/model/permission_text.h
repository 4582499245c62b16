// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "server/model/rights.h"

namespace gatehouse::server {

/// Permissions by the names that the scopes of API keys use.
[[nodiscard]] std::string_view to_text(PlatformPermission permission);
[[nodiscard]] std::string_view to_text(AppPermission permission);

/// Reads the names of a scope, each kept once; absent when one is unknown.
[[nodiscard]] std::optional<KeyScope> parse_key_scope(const std::vector<std::string>& names);
[[nodiscard]] std::vector<std::string> to_texts(const KeyScope& scope);

inline constexpr std::string_view kKeyScopeRule =
    "must be of platform:view, metrics:view, users:manage, apps:manage, platform:manage, app:view and "
    "app:manage";

}  // namespace gatehouse::server
