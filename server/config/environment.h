// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace gatehouse::server {

/// Environment variables by name. Code takes one of these, so that tests hand in their own.
using Environment = std::map<std::string, std::string, std::less<>>;

/// The process's own environment.
[[nodiscard]] Environment read_environment();

}  // namespace gatehouse::server
