// SPDX-License-Identifier: Apache-2.0
#include "core/token/json_writer.h"

#include "core/token/utf8.h"

namespace gatehouse::token {
namespace {

void append_ascii(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (static_cast<unsigned char>(c) < 0x20) {
    out += "\\u00";
    out += kHex[c >> 4];
    out += kHex[c & 15];
  } else {
    out += c;
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view value) {
  out += '"';
  while (!value.empty()) {
    const auto length = utf8_length(value);
    if (length == 1) {
      append_ascii(out, value[0]);
    } else if (length == 0) {
      out += "\xef\xbf\xbd";
    } else {
      out += value.substr(0, length);
    }
    value.remove_prefix(length == 0 ? 1 : length);
  }
  out += '"';
}

void JsonWriter::begin(std::string_view name) {
  if (text_.size() > 1) text_ += ',';
  append_json_string(text_, name);
  text_ += ':';
}

JsonWriter& JsonWriter::add(std::string_view name, std::string_view value) {
  begin(name);
  append_json_string(text_, value);
  return *this;
}

JsonWriter& JsonWriter::add(std::string_view name, std::int64_t value) {
  return add_json(name, std::to_string(value));
}

JsonWriter& JsonWriter::add(std::string_view name, std::span<const std::string> values) {
  begin(name);
  char separator = '[';
  for (const auto& value : values) {
    text_ += separator;
    append_json_string(text_, value);
    separator = ',';
  }
  if (values.empty()) text_ += '[';
  text_ += ']';
  return *this;
}

JsonWriter& JsonWriter::add_json(std::string_view name, std::string_view json) {
  begin(name);
  text_ += json;
  return *this;
}

}  // namespace gatehouse::token
