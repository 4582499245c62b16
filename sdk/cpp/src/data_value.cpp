// SPDX-License-Identifier: Apache-2.0
#include "gatehouse/data_value.h"

#include <cmath>

#include "core/base/base64url.h"
#include "gatehouse/data_source.h"

namespace gatehouse {

namespace {

template <class Held, class Variant>
const Held& held(const Variant& value) {
  if (const auto* found = std::get_if<Held>(&value)) return *found;
  throw DataError(DataError::Kind::statement, std::holds_alternative<std::monostate>(value)
                                                  ? "a column is NULL where a value is asked for"
                                                  : "a column holds another type than the one asked for");
}

}  // namespace

DataValue::DataValue(const Json& value) {
  if (value.is_null()) return;
  if (value.is_bool()) {
    value_ = std::int64_t(value.as_bool());
  } else if (value.is_int()) {
    value_ = value.as_int();
  } else if (value.is_number()) {
    value_ = value.as_double();
  } else {
    value_ = value.is_string() ? value.as_string() : value.to_text();
  }
}

std::int64_t DataValue::as_int() const {
  return held<std::int64_t>(value_);
}

double DataValue::as_double() const {
  if (const auto* integer = std::get_if<std::int64_t>(&value_)) return double(*integer);
  return held<double>(value_);
}

const std::string& DataValue::as_string() const {
  return held<std::string>(value_);
}

const DataValue::Bytes& DataValue::as_bytes() const {
  return held<Bytes>(value_);
}

void DataValue::out_of_range() {
  throw DataError(DataError::Kind::statement, "an integer is out of range");
}

Json DataValue::to_json() const {
  struct ToJson {
    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(std::int64_t integer) const { return integer; }
    Json operator()(double number) const { return std::isfinite(number) ? Json(number) : Json(nullptr); }
    Json operator()(const std::string& text) const { return text; }
    Json operator()(const Bytes& bytes) const { return encode_base64url(bytes); }
  };
  return std::visit(ToJson{}, value_);
}

}  // namespace gatehouse
