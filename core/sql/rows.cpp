// SPDX-License-Identifier: Apache-2.0
#include "core/sql/rows.h"

#include <algorithm>

namespace gatehouse::sql {

const Value& Rows::Row::at(std::size_t column) const {
  if (column >= rows_->columns_.size() || index_ >= rows_->size()) {
    throw Error(ErrorKind::statement, "the result has no column " + std::to_string(column));
  }
  return rows_->cells_[index_ * rows_->columns_.size() + column];
}

const Value& Rows::Row::at(std::string_view column) const {
  const auto found = std::find(rows_->columns_.begin(), rows_->columns_.end(), column);
  if (found == rows_->columns_.end()) {
    throw Error(ErrorKind::statement, "the result has no column " + std::string(column));
  }
  return at(std::size_t(found - rows_->columns_.begin()));
}

Rows::Row Rows::first() const {
  if (empty()) throw Error(ErrorKind::statement, "the result has no rows");
  return {*this, 0};
}

}  // namespace gatehouse::sql
