// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/error.h"
#include "core/sql/value.h"

namespace gatehouse::sql {

/// The rows a statement gave, copied out of the driver.
class Rows {
 public:
  Rows() = default;
  Rows(std::vector<std::string> columns, std::vector<Value> cells, std::int64_t affected)
      : columns_(std::move(columns)), cells_(std::move(cells)), affected_(affected) {}

  class Row {
   public:
    Row(const Rows& rows, std::size_t index) : rows_(&rows), index_(index) {}
    [[nodiscard]] const Value& at(std::size_t column) const;
    [[nodiscard]] const Value& at(std::string_view column) const;
    /// Typed access; T is std::int64_t, int, bool, double, std::string, Bytes, Time, an Id, or std::optional
    /// of these. NULL into a plain type, or the wrong type, throws Error(statement).
    template <class T>
    [[nodiscard]] T get(std::size_t column) const;
    template <class T>
    [[nodiscard]] T get(std::string_view column) const;

   private:
    const Rows* rows_;
    std::size_t index_;
  };

  [[nodiscard]] std::size_t size() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] Row operator[](std::size_t index) const { return {*this, index}; }
  /// The first row; throws Error(statement) when there is none.
  [[nodiscard]] Row first() const;
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Rows inserted, updated or deleted.
  [[nodiscard]] std::int64_t affected() const { return affected_; }

 private:
  std::vector<std::string> columns_;
  std::vector<Value> cells_;
  std::int64_t affected_ = 0;
};

enum class Dialect { sqlite, postgres, mysql, odbc };

/// One connection, used by one fiber or thread at a time. Statements are prepared once per connection and
/// kept. Parameters are written `?` on every database.
class Connection {
 public:
  virtual ~Connection() = default;
  [[nodiscard]] virtual Dialect dialect() const = 0;
  /// Runs one statement. Throws Error.
  virtual Rows run(std::string_view statement, std::span<const Value> parameters) = 0;
  /// Runs several statements separated by `;` without parameters: for migrations.
  virtual void run_script(std::string_view script) = 0;

  /// `connection.query("select name from users where id = ?", id)`
  template <class... Parameters>
  Rows query(std::string_view statement, const Parameters&... parameters) {
    const std::array<Value, sizeof...(Parameters)> values{to_value(parameters)...};
    return run(statement, values);
  }
};

}  // namespace gatehouse::sql
