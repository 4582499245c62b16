// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::token {

/// Writes one JSON object, member by member, without white space. Bytes that are not UTF-8 become U+FFFD.
class JsonWriter {
 public:
  JsonWriter& add(std::string_view name, std::string_view value);
  JsonWriter& add(std::string_view name, const char* value) { return add(name, std::string_view(value)); }
  JsonWriter& add(std::string_view name, const std::string& value) {
    return add(name, std::string_view(value));
  }
  JsonWriter& add(std::string_view name, std::int64_t value);
  /// Exactly bool: pointers and arrays would turn into one.
  JsonWriter& add(std::string_view name, std::same_as<bool> auto value) {
    return add_json(name, value ? "true" : "false");
  }
  JsonWriter& add(std::string_view name, std::span<const std::string> values);
  /// `json` must be well-formed; it is taken as it is.
  JsonWriter& add_json(std::string_view name, std::string_view json);

  /// The object. The writer stays usable.
  [[nodiscard]] std::string text() const { return text_ + '}'; }

 private:
  void begin(std::string_view name);
  std::string text_ = "{";
};

/// Appends `value` as a JSON string with its quotes.
void append_json_string(std::string& out, std::string_view value);

}  // namespace gatehouse::token
