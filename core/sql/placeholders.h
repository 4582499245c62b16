// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::sql {

struct NumberedStatement {
  std::string text;
  std::size_t parameters = 0;
};

/// Writes the `?` of a statement as PostgreSQL's `$1`, `$2` ... Question marks in strings, quoted names,
/// comments and dollar quotes stay, and `??` is one question mark (for the operators of jsonb).
[[nodiscard]] NumberedStatement number_placeholders(std::string_view statement);

}  // namespace gatehouse::sql
