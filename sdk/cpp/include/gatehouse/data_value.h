// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gatehouse/json.h"

namespace gatehouse {

/// What a parameter or a column of a data source holds: NULL, integer, number, text or bytes. Booleans are
/// the integers 0 and 1; points in time are integer milliseconds since 1970, UTC.
class DataValue {
 public:
  using Bytes = std::vector<std::byte>;

  // NOLINTBEGIN(google-explicit-constructor): parameters are to be written as they are.
  DataValue() = default;  ///< NULL
  DataValue(std::nullptr_t) {}
  template <std::integral T>
  DataValue(T value) : value_(static_cast<std::int64_t>(value)) {}
  DataValue(double value) : value_(value) {}
  DataValue(const char* value) : value_(std::string(value)) {}
  DataValue(std::string_view value) : value_(std::string(value)) {}
  DataValue(std::string value) : value_(std::move(value)) {}
  DataValue(Bytes value) : value_(std::move(value)) {}
  /// Null, booleans, numbers and strings as themselves, arrays and objects as JSON text.
  DataValue(const Json& value);
  template <class T>
  DataValue(const std::optional<T>& value) {
    if (value) *this = DataValue(*value);
  }
  // NOLINTEND(google-explicit-constructor)

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  /// These throw DataError(statement) for NULL or another type; `as_double` takes integers too.
  [[nodiscard]] bool as_bool() const { return as_int() != 0; }
  [[nodiscard]] std::int64_t as_int() const;
  [[nodiscard]] double as_double() const;
  [[nodiscard]] const std::string& as_string() const;
  [[nodiscard]] const Bytes& as_bytes() const;
  /// T: bool, integers, double, std::string, Bytes, or std::optional of these. Integers out of T's range
  /// throw DataError(statement).
  template <class T>
  [[nodiscard]] T as() const;
  /// Bytes as base64url without padding.
  [[nodiscard]] Json to_json() const;

  /// Calls with std::monostate (NULL), std::int64_t, double, std::string or Bytes.
  template <class Visitor>
  auto visit(Visitor visitor) const {
    return std::visit(visitor, value_);
  }

  friend bool operator==(const DataValue&, const DataValue&) = default;

 private:
  template <class T>
  struct Optional : std::false_type {};
  template <class T>
  struct Optional<std::optional<T>> : std::true_type {};
  [[noreturn]] static void out_of_range();

  std::variant<std::monostate, std::int64_t, double, std::string, Bytes> value_;
};

template <class T>
T DataValue::as() const {
  if constexpr (Optional<T>::value) {
    return is_null() ? T() : T(as<typename T::value_type>());
  } else if constexpr (std::same_as<T, bool>) {
    return as_bool();
  } else if constexpr (std::integral<T>) {
    const auto value = as_int();
    if (!std::in_range<T>(value)) out_of_range();
    return static_cast<T>(value);
  } else if constexpr (std::floating_point<T>) {
    return static_cast<T>(as_double());
  } else if constexpr (std::same_as<T, Bytes>) {
    return as_bytes();
  } else {
    return T(as_string());
  }
}

}  // namespace gatehouse
