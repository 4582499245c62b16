// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::http {

/// Header fields in the order they came; names compare without regard to case (RFC 9110, section 5.1).
class Headers {
 public:
  struct Field {
    std::string name;
    std::string value;
  };

  /// The first field of that name; absent when there is none.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  /// How many fields carry that name: more than one is refused where only one is lawful.
  [[nodiscard]] std::size_t count(std::string_view name) const;
  /// Appends. A value with CR, LF or NUL is a bug: throws std::invalid_argument, so that no header can be
  /// injected.
  void add(std::string_view name, std::string_view value);
  /// Replaces all fields of that name.
  void set(std::string_view name, std::string_view value);
  void remove(std::string_view name);

  [[nodiscard]] auto begin() const { return fields_.begin(); }
  [[nodiscard]] auto end() const { return fields_.end(); }
  [[nodiscard]] std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

/// ASCII case-insensitive comparison, as for header names and schemes.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right);

}  // namespace gatehouse::http
