// SPDX-License-Identifier: Apache-2.0
#include "core/http/path.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "core/http/form.h"

namespace gatehouse::http {
namespace {

// pchar without pct-encoded, and the slash between segments
bool is_path_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         (c != '\0' && std::string_view("-._~!$&'()*+,;=:@%/").find(c) != std::string_view::npos);
}

bool is_unambiguous_segment(std::string_view encoded) {
  if (encoded.find('%') == encoded.npos) return encoded != "." && encoded != "..";
  const auto segment = percent_decode(encoded);
  if (!segment || *segment == "." || *segment == ".." || !is_valid_utf8(*segment)) return false;
  return std::none_of(segment->begin(), segment->end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f || c == '/' || c == '\\';
  });
}

}  // namespace

bool is_unambiguous_path(std::string_view path) {
  if (path.empty() || path.front() != '/' || path.find("//") != path.npos) return false;
  if (!std::all_of(path.begin(), path.end(), is_path_character)) return false;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    if (!is_unambiguous_segment(segment)) return false;
    path.remove_prefix(segment.size());
  }
  return true;
}

bool is_query(std::string_view query) {
  return std::all_of(query.begin(), query.end(), [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
}

}  // namespace gatehouse::http
