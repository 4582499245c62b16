// SPDX-License-Identifier: Apache-2.0
#include "server/app/command_line/show.h"

#include <algorithm>

#include <boost/json.hpp>

namespace gatehouse::server {
namespace {

namespace json = boost::json;

std::string show_value(const json::value& value) {
  if (value.is_null()) return {};
  if (value.is_bool()) return value.get_bool() ? "yes" : "no";
  if (const auto* text = value.if_string()) return make_harmless({text->data(), text->size()});
  const auto* list = value.if_array();
  if (list == nullptr) return json::serialize(value);
  std::string joined;
  for (const json::value& item : *list) joined += (joined.empty() ? "" : ", ") + show_value(item);
  return joined;
}

/// Characters, not bytes: a table of names in any script stays straight.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string pad(std::string text, std::size_t to) {
  const std::size_t now = width(text);
  return now < to ? text + std::string(to - now, ' ') : text;
}

}  // namespace

std::string make_harmless(std::string_view text) {
  std::string harmless;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : 0);
    if (byte < 0x20 || byte == 0x7F) {
      harmless += '?';
    } else if (byte == 0xC2 && next >= 0x80 && next < 0xA0) {  // U+0080 to U+009F, controls as well
      harmless += '?';
      ++i;
    } else {
      harmless += text[i];
    }
  }
  return harmless;
}

std::string show(const json::object& object, std::string_view member) {
  if (const auto dot = member.find('.'); dot != member.npos) {
    const auto* inner = object.if_contains(member.substr(0, dot));
    return inner != nullptr && inner->is_object() ? show(inner->get_object(), member.substr(dot + 1)) : "";
  }
  const auto* value = object.if_contains(member);
  return value == nullptr ? "" : show_value(*value);
}

std::string show_table(const json::array& rows, const std::vector<Column>& columns, std::string_view none) {
  if (rows.empty()) return std::string(none) + "\n";
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& [heading, member] : columns) lines[0].emplace_back(heading);
  for (const json::value& row : rows) {
    lines.emplace_back();
    for (const auto& [heading, member] : columns) lines.back().push_back(show(row.as_object(), member));
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
  }
  std::string table;
  for (const auto& line : lines) {
    std::string text;
    for (std::size_t i = 0; i < line.size(); ++i) text += pad(line[i], widths[i] + 2);
    text.erase(text.find_last_not_of(' ') + 1);
    table += text + "\n";
  }
  return table;
}

std::string show_lines(const json::object& object, const std::vector<Column>& lines) {
  std::vector<std::pair<std::string, std::string>> shown;
  std::size_t widest = 0;
  for (const auto& [heading, member] : lines) {
    std::string value = show(object, member);
    if (value.empty()) continue;
    widest = std::max(widest, width(heading));
    shown.emplace_back(heading, std::move(value));
  }
  std::string text;
  for (const auto& [heading, value] : shown) text += pad(heading, widest + 2) + value + "\n";
  return text;
}

Output make_output(const json::value& value, std::string text) {
  return {json::serialize(value), std::move(text)};
}

Output make_output(const json::array& rows, const std::vector<Column>& columns, std::string_view none) {
  return {json::serialize(rows), show_table(rows, columns, none)};
}

}  // namespace gatehouse::server
