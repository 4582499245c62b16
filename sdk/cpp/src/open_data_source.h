// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "core/sql/database.h"
#include "gatehouse/data_source.h"

namespace gatehouse::sdk {

/// Throws StartError for options that make no sense, sql::Error for a database that can't be opened.
[[nodiscard]] std::unique_ptr<sql::Database> open_database(const DataSourceOptions& options);

}  // namespace gatehouse::sdk
