// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "core/sql/error.h"

namespace gatehouse::sql {

/// What a five-character SQLSTATE means for the caller (SQL:2016, part 2, section 24; PostgreSQL's classes).
[[nodiscard]] ErrorKind kind_of_sql_state(std::string_view state);

}  // namespace gatehouse::sql
