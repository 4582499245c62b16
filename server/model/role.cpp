// SPDX-License-Identifier: Apache-2.0
#include "server/model/role.h"

#include <algorithm>

#include "server/model/plain_text.h"

namespace gatehouse::server {

bool is_role_name(std::string_view text) {
  // It is a segment of a path: those can't hold a slash, and dots alone mean another path.
  return is_plain_text(text, 64) && text.find('/') == text.npos && text != "." && text != "..";
}

bool is_permission(std::string_view text) {
  constexpr std::string_view kSymbols = ":._-/";
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSymbols.find(c) != std::string_view::npos;
  });
}

}  // namespace gatehouse::server
