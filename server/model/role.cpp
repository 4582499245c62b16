// SPDX-License-Identifier: Apache-2.0
#include "server/model/role.h"

#include <algorithm>
#include <array>

#include "server/model/plain_text.h"

namespace gatehouse::server {
namespace {

bool has_space_at_an_end(std::string_view text) {
  constexpr std::array<std::string_view, 4> kSpaces = {" ", "\xc2\xa0", "\xe2\x80\xaf", "\xe3\x80\x80"};
  return std::any_of(kSpaces.begin(), kSpaces.end(), [&](std::string_view space) {
    return text.starts_with(space) || text.ends_with(space);
  });
}

}  // namespace

bool is_role_name(std::string_view text) {
  // It is a segment of a path: those can't hold a slash, and dots alone mean another path. And it is an item
  // of lists with commas between them, such as X-Gatehouse-Roles.
  return is_plain_text(text, 64) && text.find_first_of("/,") == text.npos && text != "." && text != ".." &&
         !has_space_at_an_end(text);
}

bool is_permission(std::string_view text) {
  constexpr std::string_view kSymbols = ":._-/";
  return !text.empty() && text.size() <= 100 && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kSymbols.find(c) != std::string_view::npos;
  });
}

}  // namespace gatehouse::server
