// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "server/features/users/mount.h"
#include "server/storage/user_imports.h"

namespace gatehouse::server {

/// A piece of a file of users, read.
struct ImportRows {
  std::vector<std::string> columns;
  std::vector<user_imports::Row> rows;
  std::int64_t lines = 0;  ///< that the piece has
  std::string separator = ",";
};

/// The columns that a file may have; `-` stands for one that is left out.
[[nodiscard]] bool is_import_column(const std::string& name);
/// A column's heading as one of them, whatever people call it; empty for an unknown one.
[[nodiscard]] std::string column_of_heading(std::string_view heading);

/// Content types under which a table may be sent.
[[nodiscard]] std::vector<std::string> import_uploads();

/// Reads a request's body: text/csv, or JSON `{"rows": [{...}]}`. Lines are counted on from those of
/// `import`, and the first line of a file may be its headings. Bad rows are part of the result; the error is
/// the answer to a body that is no table at all.
[[nodiscard]] Result<ImportRows, http::Response> read_import_rows(const Users& users, const Call& call,
                                                                  const user_imports::Import& import);

}  // namespace gatehouse::server
