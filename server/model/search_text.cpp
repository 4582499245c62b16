// SPDX-License-Identifier: Apache-2.0
#include "server/model/search_text.h"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <utf8proc.h>

namespace gatehouse::server {
namespace {

struct Free {
  void operator()(utf8proc_uint8_t* text) const { std::free(text); }
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string fold_ascii(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  return folded;
}

std::string fold(std::string_view text) {
  if (is_ascii(text)) return fold_ascii(text);
  constexpr auto kHow = utf8proc_option_t(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                          UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
  utf8proc_uint8_t* out = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                   utf8proc_ssize_t(text.size()), &out, kHow);
  const std::unique_ptr<utf8proc_uint8_t, Free> owner(out);
  if (length < 0) return {};
  return {reinterpret_cast<const char*>(out), std::size_t(length)};
}

bool is_letter_or_digit(utf8proc_int32_t code_point) {
  if (code_point < 0x80) {
    return (code_point >= 'a' && code_point <= 'z') || (code_point >= '0' && code_point <= '9');
  }
  const auto category = utf8proc_category(code_point);
  return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
         (category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO);
}

}  // namespace

std::string make_search_text(std::string_view text) {
  const std::string folded = fold(text);
  std::string_view rest = folded;
  std::string result;
  result.reserve(rest.size());
  bool gap = false;
  while (!rest.empty()) {
    utf8proc_int32_t code_point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(rest.data()),
                                         utf8proc_ssize_t(rest.size()), &code_point);
    if (length <= 0) return {};
    if (is_letter_or_digit(code_point)) {
      if (gap && !result.empty()) result += ' ';
      gap = false;
      result += rest.substr(0, std::size_t(length));
    } else {
      gap = true;
    }
    rest.remove_prefix(std::size_t(length));
  }
  return result;
}

std::string_view cut_text(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xc0U) == 0x80U) --bytes;
  return text.substr(0, bytes);
}

}  // namespace gatehouse::server
