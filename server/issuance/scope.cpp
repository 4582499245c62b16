// SPDX-License-Identifier: Apache-2.0
#include "server/issuance/scope.h"

#include <algorithm>
#include <array>

namespace gatehouse::server {
namespace {

constexpr std::array kKnown = {scope::kOpenId, scope::kProfile, scope::kEmail,        scope::kAddress,
                               scope::kPhone,  scope::kRoles,   scope::kOfflineAccess};

/// Takes the first word off the front of `rest`.
std::string_view take_word(std::string_view& rest) {
  const auto end = std::min(rest.find(' '), rest.size());
  const auto word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

/// scope-token = 1*( %x21 / %x23-5B / %x5D-7E )
bool is_scope_character(char c) {
  return c == ' ' || (c >= 0x21 && c <= 0x7e && c != '"' && c != '\\');
}

}  // namespace

std::span<const std::string_view> known_scopes() {
  return kKnown;
}

std::optional<std::string> parse_scope(std::string_view text) {
  if (!std::all_of(text.begin(), text.end(), is_scope_character)) return std::nullopt;
  std::string known;
  for (const auto scope : kKnown) {
    if (has_scope(text, scope)) known.append(known.empty() ? "" : " ").append(scope);
  }
  return known;
}

std::string join_scopes(std::string_view left, std::string_view right) {
  return parse_scope(std::string(left) + ' ' + std::string(right)).value_or("");
}

bool has_scope(std::string_view scopes, std::string_view scope) {
  while (!scopes.empty()) {
    if (take_word(scopes) == scope) return true;
  }
  return false;
}

bool is_within(std::string_view narrow, std::string_view wide) {
  while (!narrow.empty()) {
    if (const auto word = take_word(narrow); !word.empty() && !has_scope(wide, word)) return false;
  }
  return true;
}

}  // namespace gatehouse::server
