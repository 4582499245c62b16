// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/sql/value.h"

namespace gatehouse::sql {

/// The rows a statement gave, copied out of the driver.
class Rows {
 public:
  Rows() = default;
  Rows(std::vector<std::string> columns, std::vector<Value> cells, std::int64_t affected)
      : columns_(std::move(columns)), cells_(std::move(cells)), affected_(affected) {}

  /// One row; valid as long as its Rows.
  class Row {
   public:
    Row(const Rows& rows, std::size_t index) : rows_(&rows), index_(index) {}
    [[nodiscard]] const Value& at(std::size_t column) const;
    [[nodiscard]] const Value& at(std::string_view column) const;
    /// Typed access, see from_value (core/sql/value.h). An unknown column throws Error(statement).
    template <class T>
    [[nodiscard]] T get(std::size_t column) const {
      return from_value<T>(at(column));
    }
    template <class T>
    [[nodiscard]] T get(std::string_view column) const {
      return from_value<T>(at(column));
    }

   private:
    const Rows* rows_;
    std::size_t index_;
  };

  class Iterator {
   public:
    Iterator(const Rows& rows, std::size_t index) : rows_(&rows), index_(index) {}
    Row operator*() const { return {*rows_, index_}; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator==(const Iterator& other) const { return index_ == other.index_; }

   private:
    const Rows* rows_;
    std::size_t index_;
  };

  [[nodiscard]] std::size_t size() const { return columns_.empty() ? 0 : cells_.size() / columns_.size(); }
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] Row operator[](std::size_t index) const { return {*this, index}; }
  [[nodiscard]] Iterator begin() const { return {*this, 0}; }
  [[nodiscard]] Iterator end() const { return {*this, size()}; }
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

}  // namespace gatehouse::sql
