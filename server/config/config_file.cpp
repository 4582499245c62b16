// SPDX-License-Identifier: Apache-2.0
#include "server/config/config_file.h"

#include <optional>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace gatehouse::server {
namespace {

std::optional<std::string> to_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* on = node.as_boolean()) return on->get() ? "true" : "false";
  const auto* list = node.as_array();
  if (list == nullptr) return std::nullopt;
  std::string joined;
  for (const toml::node& element : *list) {
    const auto part = element.is_array() ? std::nullopt : to_text(element);
    if (!part) return std::nullopt;
    if (!joined.empty()) joined += ',';
    joined += *part;
  }
  return joined;
}

}  // namespace

Result<std::vector<ConfigEntry>, ConfigSyntaxError> parse_config_file(std::string_view text) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return fail(ConfigSyntaxError{error.source().begin.line, "not valid TOML"});
  }
  std::vector<ConfigEntry> entries;
  for (const auto& [key, node] : parsed.table()) {
    ConfigEntry entry{std::string(key.str()), "", node.source().begin.line};
    if (auto value = to_text(node)) {
      entry.value = std::move(*value);
    } else {
      entry.shape = ConfigEntry::Shape::table_or_date;
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace gatehouse::server
