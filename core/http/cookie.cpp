// SPDX-License-Identifier: Apache-2.0
#include "core/http/cookie.h"

#include <algorithm>
#include <stdexcept>

#include "core/http/syntax.h"

namespace gatehouse::http {
namespace {

// cookie-octet of RFC 6265, section 4.1.1
bool is_cookie_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

}  // namespace

std::optional<std::string> find_cookie(const Request& request, std::string_view name) {
  std::optional<std::string> found;
  for (const auto& field : request.headers) {
    if (!equal_ignoring_case(field.name, "Cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(';'), rest.size());
      const auto pair = trim_whitespace(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const auto equals = pair.find('=');
      if (equals == pair.npos || trim_whitespace(pair.substr(0, equals)) != name) continue;
      if (found) return std::nullopt;
      found = trim_whitespace(pair.substr(equals + 1));
    }
  }
  return found;
}

std::string to_header(const SetCookie& cookie) {
  if (!is_token(cookie.name)) throw std::invalid_argument("cookie name is not a token");
  if (!is_cookie_value(cookie.value)) throw std::invalid_argument("cookie value holds an unlawful character");
  std::string text = cookie.name + "=" + cookie.value + "; Path=/";
  if (cookie.max_age) text += "; Max-Age=" + std::to_string(cookie.max_age->count());
  text += cookie.same_site == SetCookie::SameSite::strict ? "; SameSite=Strict" : "; SameSite=Lax";
  if (cookie.script == SetCookie::Script::hidden) text += "; HttpOnly";
  if (cookie.transport == SetCookie::Transport::https) text += "; Secure";
  return text;
}

}  // namespace gatehouse::http
