// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace gatehouse {

/// One record of a CSV file (RFC 4180) and the line it begins on.
struct CsvRecord {
  std::vector<std::string> fields;
  unsigned line = 1;
};

/// A field in double quotes may hold separators, line breaks and doubled quotes. The failure is the number of
/// the line that breaks the rules.
[[nodiscard]] Result<std::vector<CsvRecord>, unsigned> parse_csv(std::string_view text, char separator = ',');

/// Which of comma, semicolon and tab stands most often in the text's first line, quoted fields apart: the
/// spreadsheets of many countries write semicolons. A comma where none does.
[[nodiscard]] char find_separator(std::string_view text);

/// Bytes of the text's beginning that hold whole records and are at most `bytes`; all of a single record that
/// is longer.
[[nodiscard]] std::size_t measure_records(std::string_view text, std::size_t bytes);

}  // namespace gatehouse
