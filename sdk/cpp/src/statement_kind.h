// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::sdk {

enum class StatementKind { reads, writes };

/// Whether a statement can run in a transaction that only reads. In doubt it writes, which costs more but
/// always works.
[[nodiscard]] StatementKind find_statement_kind(std::string_view statement);

}  // namespace gatehouse::sdk
