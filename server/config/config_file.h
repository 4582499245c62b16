// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gatehouse::server {

/// One `key = value` of a settings file; lists are joined by commas, numbers and booleans written as text.
struct ConfigEntry {
  std::string key;
  std::string value;
  unsigned line = 0;
  enum class Shape { value, table_or_date } shape = Shape::value;
};

struct ConfigSyntaxError {
  unsigned line = 0;
  std::string reason;  ///< holds nothing of the file's text, which may be a secret
};

/// Reads TOML with top-level keys only. What a key means is not looked at here.
[[nodiscard]] Result<std::vector<ConfigEntry>, ConfigSyntaxError> parse_config_file(std::string_view text);

}  // namespace gatehouse::server
