// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/id.h"
#include "core/sql/error.h"

namespace gatehouse::sql {

struct Null {
  friend bool operator==(Null, Null) { return true; }
};

/// What a parameter or a column holds. Booleans are integers 0 and 1; times are integer milliseconds since
/// the epoch; text is UTF-8.
using Value = std::variant<Null, std::int64_t, double, std::string, Bytes>;

inline Value to_value(Null) {
  return Null{};
}
template <std::integral T>
Value to_value(T number) {
  return std::int64_t(number);
}
inline Value to_value(double number) {
  return number;
}
inline Value to_value(std::string_view text) {
  return std::string(text);
}
inline Value to_value(const char* text) {
  return std::string(text);
}
inline Value to_value(std::string text) {
  return text;
}
inline Value to_value(Bytes bytes) {
  return bytes;
}
inline Value to_value(ByteView bytes) {
  return Bytes(bytes.begin(), bytes.end());
}
inline Value to_value(Time time) {
  return std::int64_t(time.time_since_epoch().count());
}
inline Value to_value(const Value& value) {
  return value;
}
template <class Tag>
Value to_value(const Id<Tag>& id) {
  return id.value();
}
template <class T>
Value to_value(const std::optional<T>& optional) {
  return optional ? to_value(*optional) : Value(Null{});
}

namespace detail {

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

template <class Held>
const Held& held(const Value& value) {
  if (const auto* found = std::get_if<Held>(&value)) return *found;
  throw Error(ErrorKind::statement, std::holds_alternative<Null>(value)
                                        ? "a column is NULL where a value is asked for"
                                        : "a column holds another type than the one asked for");
}

}  // namespace detail

/// The value as T: std::int64_t, int and other integers, bool, double, std::string, Bytes, Time, an Id, or
/// std::optional of these. NULL into a plain type, another type or an integer out of range throws
/// Error(statement).
template <class T>
[[nodiscard]] T from_value(const Value& value) {
  if constexpr (detail::IsOptional<T>::value) {
    if (std::holds_alternative<Null>(value)) return std::nullopt;
    return from_value<typename T::value_type>(value);
  } else if constexpr (std::same_as<T, bool>) {
    return detail::held<std::int64_t>(value) != 0;
  } else if constexpr (std::integral<T>) {
    const auto number = detail::held<std::int64_t>(value);
    if (!std::in_range<T>(number)) throw Error(ErrorKind::statement, "an integer is out of range");
    return T(number);
  } else if constexpr (std::same_as<T, double>) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) return double(*number);
    return detail::held<double>(value);
  } else if constexpr (std::same_as<T, Bytes>) {
    return detail::held<Bytes>(value);
  } else if constexpr (std::same_as<T, Time>) {
    return Time(std::chrono::milliseconds(detail::held<std::int64_t>(value)));
  } else {
    return T(detail::held<std::string>(value));
  }
}

}  // namespace gatehouse::sql
