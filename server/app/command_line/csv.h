// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gatehouse::server {

/// One record of a CSV file (RFC 4180) and the line it begins on.
struct CsvRecord {
  std::vector<std::string> fields;
  unsigned line = 1;
};

/// Fields are separated by commas; one in double quotes may hold commas, line breaks and doubled quotes. The
/// failure is the number of the line that breaks the rules.
[[nodiscard]] Result<std::vector<CsvRecord>, unsigned> parse_csv(std::string_view text);

}  // namespace gatehouse::server
