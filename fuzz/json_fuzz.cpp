// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/token/json_document.h"
#include "core/token/json_writer.h"

using namespace gatehouse::token;

namespace {

/// The value again, written by JsonWriter.
std::string write(const JsonValue& value) {
  if (value.kind() == JsonKind::object) {
    JsonWriter object;
    for (const auto& member : value.children()) object.add_json(member.name(), write(member));
    return object.text();
  }
  if (value.kind() == JsonKind::array) {
    std::string text = "[";
    for (const auto& element : value.children()) text += (text.size() > 1 ? "," : "") + write(element);
    return text + "]";
  }
  if (value.kind() != JsonKind::string) return std::string(value.text());
  std::string text;
  append_json_string(text, value.text());
  return text;
}

}  // namespace

/// What is read and written is read again as the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto document = JsonDocument::parse({reinterpret_cast<const char*>(data), size});
  if (!document) return 0;
  const auto text = write(document->root());
  const auto again = JsonDocument::parse(text);
  if (!again || write(again->root()) != text) std::abort();
  return 0;
}
