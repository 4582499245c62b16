// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/id.h"

namespace gatehouse::sql {

struct Null {
  friend bool operator==(Null, Null) { return true; }
};

/// What a parameter or a column holds. Booleans are integers 0 and 1; times are integer milliseconds since
/// the epoch.
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
inline Value to_value(Time time) {
  return std::int64_t(time.time_since_epoch().count());
}
template <class Tag>
Value to_value(const Id<Tag>& id) {
  return id.value();
}
template <class T>
Value to_value(const std::optional<T>& optional) {
  return optional ? to_value(*optional) : Value(Null{});
}

}  // namespace gatehouse::sql
