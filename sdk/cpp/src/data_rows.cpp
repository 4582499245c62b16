// SPDX-License-Identifier: Apache-2.0
#include "sdk/cpp/src/data_rows.h"

namespace gatehouse {

namespace {

DataValue to_data_value(const sql::Value& value) {
  struct Convert {
    DataValue operator()(sql::Null) const { return {}; }
    DataValue operator()(std::int64_t integer) const { return integer; }
    DataValue operator()(double number) const { return number; }
    DataValue operator()(const std::string& text) const { return text; }
    DataValue operator()(const Bytes& bytes) const { return bytes; }
  };
  return std::visit(Convert{}, value);
}

}  // namespace

DataError sdk::to_data_error(const sql::Error& error) {
  using Kind = DataError::Kind;
  const auto kind = [&] {
    switch (error.kind()) {
      case sql::ErrorKind::unique:
        return Kind::unique;
      case sql::ErrorKind::foreign_key:
        return Kind::foreign_key;
      case sql::ErrorKind::constraint:
        return Kind::constraint;
      case sql::ErrorKind::busy:
        return Kind::busy;
      case sql::ErrorKind::lost:
        return Kind::lost;
      case sql::ErrorKind::full:
        return Kind::full;
      case sql::ErrorKind::damaged:
        return Kind::damaged;
      case sql::ErrorKind::statement:
        break;
    }
    return Kind::statement;
  };
  return {kind(), error.what()};
}

DataValue DataRow::at(std::string_view column) const {
  return sdk::with_data_errors([&] { return to_data_value(rows_->impl_->rows[index_].at(column)); });
}

DataValue DataRow::at(std::size_t column) const {
  return sdk::with_data_errors([&] { return to_data_value(rows_->impl_->rows[index_].at(column)); });
}

Json DataRow::to_json() const {
  const auto& names = rows_->columns();
  Json object = Json::object();
  for (std::size_t i = 0; i < names.size(); ++i) object.set(names[i], at(i).to_json());
  return object;
}

std::size_t DataRows::size() const {
  return impl_->rows.size();
}

DataRow DataRows::first() const {
  if (empty()) throw DataError(DataError::Kind::statement, "the result has no rows");
  return {*this, 0};
}

const std::vector<std::string>& DataRows::columns() const {
  return impl_->rows.columns();
}

std::int64_t DataRows::affected() const {
  return impl_->rows.affected();
}

Json DataRows::to_json() const {
  Json array = Json::array();
  for (const auto row : *this) array.push_back(row.to_json());
  return array;
}

}  // namespace gatehouse
