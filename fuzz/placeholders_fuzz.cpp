// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/sql/placeholders.h"

/// Each parameter was a question mark; numbering what is numbered already changes nothing.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view statement(reinterpret_cast<const char*>(data), size);
  const auto numbered = gatehouse::sql::number_placeholders(statement);
  const auto marks = std::size_t(std::count(statement.begin(), statement.end(), '?'));
  const auto left = std::size_t(std::count(numbered.text.begin(), numbered.text.end(), '?'));
  if (numbered.parameters + left > marks) std::abort();
  if (statement.find("??") != std::string_view::npos) return 0;
  if (numbered.parameters + left != marks) std::abort();
  const auto again = gatehouse::sql::number_placeholders(numbered.text);
  if (again.text != numbered.text || again.parameters != 0) std::abort();
  return 0;
}
