// SPDX-License-Identifier: Apache-2.0
#include "server/model/email.h"

#include <algorithm>

namespace gatehouse::server {
namespace {

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

// atext of RFC 5322, section 3.2.3, without the characters that mail systems route by.
bool is_local_character(char c) {
  constexpr std::string_view kSymbols = "!#$&'*+-/=?^_{|}~.%";
  return is_alphanumeric(c) || kSymbols.find(c) != std::string_view::npos;
}

bool is_dot_atom(std::string_view text) {
  return !text.empty() && text.size() <= 64 && text.front() != '.' && text.back() != '.' &&
         text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), is_local_character);
}

bool is_label(std::string_view text) {
  return !text.empty() && text.size() <= 63 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_alphanumeric(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
  if (text == "localhost") return true;
  std::size_t labels = 0;
  for (;;) {
    const auto dot = text.find('.');
    if (!is_label(text.substr(0, dot))) return false;
    ++labels;
    if (dot == std::string_view::npos) return labels > 1;
    text.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<std::string> parse_email(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.size() > 254) return std::nullopt;
  std::string canonical(text);
  for (char& c : canonical) {
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  }
  const auto at = canonical.rfind('@');
  if (at == std::string::npos) return std::nullopt;
  const std::string_view view(canonical);
  if (!is_dot_atom(view.substr(0, at)) || !is_domain(view.substr(at + 1))) return std::nullopt;
  return canonical;
}

}  // namespace gatehouse::server
