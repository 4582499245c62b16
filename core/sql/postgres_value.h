// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/sql/value.h"

namespace gatehouse::sql {

/// Parameters as libpq takes them. Refers to `values`, which must outlive it.
class PostgresParameters {
 public:
  /// Throws Error(statement) for text with a NUL character, which PostgreSQL can't hold.
  PostgresParameters(std::span<const Value> values, std::string_view statement);
  [[nodiscard]] int count() const { return int(pointers_.size()); }
  [[nodiscard]] const char* const* pointers() const { return pointers_.data(); }
  [[nodiscard]] const int* lengths() const { return lengths_.data(); }
  [[nodiscard]] const int* formats() const { return formats_.data(); }

 private:
  void add(const char* pointer, std::size_t length, int format);

  std::deque<std::string> numbers_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

/// A column's text by its type.
[[nodiscard]] Value parse_postgres_value(unsigned type, std::string_view text);

}  // namespace gatehouse::sql
