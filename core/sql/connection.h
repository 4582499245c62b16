// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/sql/rows.h"

namespace gatehouse::sql {

enum class Dialect { sqlite, postgres, mysql, odbc };

/// One connection, used by one fiber or thread at a time. Statements are prepared once per connection and
/// kept. Parameters are written `?` on every database.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual Dialect dialect() const = 0;
  /// Runs one statement. Throws Error.
  virtual Rows run(std::string_view statement, std::span<const Value> parameters) = 0;
  /// Runs several statements separated by `;` without parameters: for migrations. They may not begin or end
  /// transactions.
  virtual void run_script(std::string_view script) = 0;

  /// `connection.query("select name from users where id = ?", id)`
  template <class... Parameters>
  Rows query(std::string_view statement, const Parameters&... parameters) {
    const std::array<Value, sizeof...(Parameters)> values{to_value(parameters)...};
    return run(statement, values);
  }
};

}  // namespace gatehouse::sql
