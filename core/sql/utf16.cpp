// SPDX-License-Identifier: Apache-2.0
#include "core/sql/utf16.h"

namespace gatehouse::sql {

namespace {

constexpr char32_t kReplacement = 0xfffd;

bool is_surrogate(char32_t point) {
  return point >= 0xd800 && point <= 0xdfff;
}

/// Takes the first character off `text`; at least one byte.
char32_t take_character(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text.front());
  text.remove_prefix(1);
  if (first < 0x80) return first;
  const int following = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  if (first < 0xc2 || first > 0xf4) return kReplacement;
  char32_t point = first & (0x3fU >> unsigned(following));
  for (int i = 0; i < following; ++i) {
    if (text.empty() || (static_cast<unsigned char>(text.front()) & 0xc0U) != 0x80) return kReplacement;
    point = point << 6U | (static_cast<unsigned char>(text.front()) & 0x3fU);
    text.remove_prefix(1);
  }
  const char32_t least = following == 3 ? 0x10000 : following == 2 ? 0x800 : 0x80;
  return point < least || point > 0x10ffff || is_surrogate(point) ? kReplacement : point;
}

void add_utf8(std::string& text, char32_t point) {
  const auto add = [&text](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (point < 0x80) return add(point);
  if (point < 0x800) {
    add(0xc0U | point >> 6U);
  } else if (point < 0x10000) {
    add(0xe0U | point >> 12U);
    add(0x80U | (point >> 6U & 0x3fU));
  } else {
    add(0xf0U | point >> 18U);
    add(0x80U | (point >> 12U & 0x3fU));
    add(0x80U | (point >> 6U & 0x3fU));
  }
  add(0x80U | (point & 0x3fU));
}

}  // namespace

std::u16string to_utf16(std::string_view text) {
  std::u16string units;
  units.reserve(text.size());
  while (!text.empty()) {
    const char32_t point = take_character(text);
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      units += static_cast<char16_t>(0xd800U + ((point - 0x10000U) >> 10U));
      units += static_cast<char16_t>(0xdc00U + ((point - 0x10000U) & 0x3ffU));
    }
  }
  return units;
}

std::string to_utf8(std::u16string_view text) {
  std::string bytes;
  bytes.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t point = text[i];
    const bool pair = point >= 0xd800 && point <= 0xdbff && i + 1 < text.size() && text[i + 1] >= 0xdc00 &&
                      text[i + 1] <= 0xdfff;
    if (pair) {
      point = 0x10000U + ((point - 0xd800U) << 10U) + (char32_t(text[++i]) - 0xdc00U);
    } else if (is_surrogate(point)) {
      point = kReplacement;
    }
    add_utf8(bytes, point);
  }
  return bytes;
}

}  // namespace gatehouse::sql
