// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "core/sql/database.h"
#include "gatehouse/data_source.h"

namespace gatehouse {

struct DataRows::Impl {
  sql::Rows rows;
};

struct DataTransaction::Impl {
  sql::Connection& connection;
  std::optional<sql::Error> error;  ///< the last one
};

namespace sdk {

[[nodiscard]] DataError to_data_error(const sql::Error& error);

/// Runs `work` and throws what core/sql throws as DataError.
template <class Work>
auto with_data_errors(Work work) {
  try {
    return work();
  } catch (const sql::Error& error) {
    throw to_data_error(error);
  }
}

}  // namespace sdk
}  // namespace gatehouse
