// SPDX-License-Identifier: Apache-2.0
#include "core/http/headers.h"

#include <algorithm>
#include <stdexcept>

#include "core/http/syntax.h"

namespace gatehouse::http {
namespace {

void check_field(std::string_view name, std::string_view value) {
  if (!is_token(name)) throw std::invalid_argument("header name is not a token");
  if (!is_field_value(value)) throw std::invalid_argument("header value holds a control character");
}

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

}  // namespace

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& field : fields_) {
    if (equal_ignoring_case(field.name, name)) return field.value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return equal_ignoring_case(field.name, name);
  }));
}

void Headers::add(std::string_view name, std::string_view value) {
  check_field(name, value);
  if (fields_.capacity() == 0) fields_.reserve(8);  // the usual number, in one allocation
  fields_.push_back({std::string(name), std::string(value)});
}

void Headers::set(std::string_view name, std::string_view value) {
  check_field(name, value);
  remove(name);
  fields_.push_back({std::string(name), std::string(value)});
}

void Headers::remove(std::string_view name) {
  std::erase_if(fields_, [&](const Field& field) { return equal_ignoring_case(field.name, name); });
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return to_lower(a) == to_lower(b); });
}

}  // namespace gatehouse::http
