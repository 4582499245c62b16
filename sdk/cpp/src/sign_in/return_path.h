// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::sdk {

/// Where to go after signing in: `wanted` when it is a path (and query) of this app and nothing that a
/// browser could read as another place, else `/`.
[[nodiscard]] std::string checked_return_path(std::string_view wanted);

}  // namespace gatehouse::sdk
