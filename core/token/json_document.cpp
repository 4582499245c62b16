// SPDX-License-Identifier: Apache-2.0
#include "core/token/json_document.h"

#include <algorithm>
#include <cstring>

#include "core/token/json_parser.h"

namespace gatehouse::token {
namespace {

constexpr std::size_t kLargestDocument = 256 * 1024;
constexpr std::size_t kMostDocumentValues = 4096;

/// The text, its padding, and as much again for strings whose escapes are resolved.
std::size_t text_room(std::size_t text_size) {
  return 2 * text_size + kJsonPadding;
}

}  // namespace

std::optional<std::string_view> JsonValue::as_string() const {
  if (kind() != JsonKind::string) return std::nullopt;
  return text();
}

std::optional<std::int64_t> JsonValue::as_integer() const {
  if (kind() != JsonKind::number) return std::nullopt;
  auto digits = text();
  const bool negative = digits.front() == '-';
  if (negative) digits.remove_prefix(1);
  if (digits.size() > 16) return std::nullopt;
  std::int64_t number = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  if (number > (std::int64_t{1} << 53) - 1) return std::nullopt;
  return negative ? -number : number;
}

std::optional<JsonValue> JsonValue::find(std::string_view name) const {
  if (kind() != JsonKind::object) return std::nullopt;
  for (const auto& member : children()) {
    if (member.name() == name) return member;
  }
  return std::nullopt;
}

bool JsonValue::holds(std::string_view wanted) const {
  if (kind() != JsonKind::array) return false;
  const auto elements = children();
  return std::any_of(elements.begin(), elements.end(),
                     [&](const JsonValue& one) { return one.as_string() == wanted; });
}

bool JsonValue::is_array_of_strings() const {
  if (kind() != JsonKind::array) return false;
  return std::all_of(nodes_ + index_ + 1, nodes_ + node().end,
                     [](const JsonNode& element) { return element.kind == JsonKind::string; });
}

JsonScratch::JsonScratch(std::size_t text_size, std::size_t most_values)
    : most_values_(std::min({most_values, text_size / 2 + 1, std::size_t{UINT16_MAX}})),
      room_(text_room(text_size)) {
  const auto nodes_size = most_values_ * sizeof(JsonNode);
  std::byte* memory = small_;
  if (const auto size = nodes_size + room_; size > kSmall) {
    large_ = std::make_unique_for_overwrite<std::byte[]>(size);
    memory = large_.get();
  }
  nodes_ = reinterpret_cast<JsonNode*>(memory);
  text_ = reinterpret_cast<char*>(memory + nodes_size);
}

Result<JsonValue, JsonError> JsonScratch::parse_object(std::size_t size) {
  std::memset(text_ + size, 0, kJsonPadding);
  const auto parsed = parse_json_object(text_, size, {nodes_, most_values_});
  if (!parsed) return fail(parsed.error());
  values_ = parsed->values;
  text_used_ = parsed->text_used;
  return JsonValue(text_, nodes_, 0);
}

JsonDocument::JsonDocument(const JsonScratch& scratch)
    : nodes_size_(scratch.values_ * sizeof(JsonNode)),
      memory_(std::make_unique_for_overwrite<std::byte[]>(nodes_size_ + scratch.text_used_)) {
  std::memcpy(memory_.get(), scratch.nodes_, nodes_size_);
  std::memcpy(memory_.get() + nodes_size_, scratch.text_, scratch.text_used_);
}

Result<JsonDocument, JsonError> JsonDocument::parse(std::string_view text) {
  if (text.size() > kLargestDocument) return fail(JsonError::too_large);
  JsonScratch scratch(text.size(), kMostDocumentValues);
  std::memcpy(scratch.room().data(), text.data(), text.size());
  const auto parsed = scratch.parse_object(text.size());
  if (!parsed) return fail(parsed.error());
  return JsonDocument(scratch);
}

}  // namespace gatehouse::token
