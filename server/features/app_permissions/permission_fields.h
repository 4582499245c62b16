// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "server/access/body.h"

namespace gatehouse::server {

/// As many as an app may have.
inline constexpr std::size_t kMostPermissions = 500;

/// The texts of that field, sorted and each once; what is wrong with them goes to `errors`.
[[nodiscard]] std::vector<std::string> take_permissions(const Body& body, const std::string& field,
                                                        std::vector<http::FieldError>& errors);

}  // namespace gatehouse::server
