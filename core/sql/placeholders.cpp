// SPDX-License-Identifier: Apache-2.0
#include "core/sql/placeholders.h"

#include <algorithm>

namespace gatehouse::sql {

namespace {

constexpr auto kEnd = std::string_view::npos;

bool starts_name(char character) {
  const auto byte = static_cast<unsigned char>(character);
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || byte >= 0x80;
}
bool continues_name(char character) {
  return starts_name(character) || (character >= '0' && character <= '9') || character == '$';
}

/// Where the text after position `from` ends for good, the closing mark included.
std::size_t after(std::string_view text, std::string_view mark, std::size_t from) {
  const auto found = text.find(mark, from);
  return found == kEnd ? text.size() : found + mark.size();
}

std::size_t after_escape_string(std::string_view text, std::size_t from) {
  for (std::size_t i = from; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '\'') {
      return i + 1;
    }
  }
  return text.size();
}

/// PostgreSQL nests comments, as SQL:1999 has it.
std::size_t after_comment(std::string_view text, std::size_t from) {
  std::size_t depth = 1;
  std::size_t i = from;
  while (i < text.size() && depth > 0) {
    const auto pair = text.substr(i, 2);
    if (pair == "/*") ++depth;
    if (pair == "*/") --depth;
    i += pair == "/*" || pair == "*/" ? 2 : 1;
  }
  return std::min(i, text.size());
}

/// `$$` or `$tag$` at `from`; empty when the dollar sign is something else.
std::string_view dollar_quote(std::string_view text, std::size_t from) {
  std::size_t i = from + 1;
  if (i < text.size() && starts_name(text[i])) {
    while (i < text.size() && text[i] != '$' && continues_name(text[i])) ++i;
  }
  return i < text.size() && text[i] == '$' ? text.substr(from, i + 1 - from) : std::string_view();
}

std::size_t after_name(std::string_view text, std::size_t from) {
  while (from < text.size() && continues_name(text[from])) ++from;
  return from;
}

/// The end of the string, name, comment or single character that begins at `from`.
std::size_t after_token(std::string_view text, std::size_t from) {
  const char first = text[from];
  const char second = from + 1 < text.size() ? text[from + 1] : '\0';
  if (first == '\'' || first == '"') return after(text, text.substr(from, 1), from + 1);
  if ((first == 'e' || first == 'E') && second == '\'') return after_escape_string(text, from + 2);
  if (first == '-' && second == '-') return after(text, "\n", from + 2);
  if (first == '/' && second == '*') return after_comment(text, from + 2);
  if (first == '$') {
    const auto quote = dollar_quote(text, from);
    return quote.empty() ? from + 1 : after(text, quote, from + quote.size());
  }
  return starts_name(first) ? after_name(text, from) : from + 1;
}

}  // namespace

NumberedStatement number_placeholders(std::string_view statement) {
  NumberedStatement numbered;
  numbered.text.reserve(statement.size() + 16);
  std::size_t i = 0;
  while (i < statement.size()) {
    if (statement[i] != '?') {
      const auto end = after_token(statement, i);
      numbered.text += statement.substr(i, end - i);
      i = end;
    } else if (statement.substr(i, 2) == "??") {
      numbered.text += '?';
      i += 2;
    } else {
      // Never one token with its neighbours: `?1` is not `$11`, and `$?` opens no dollar quote.
      if (!numbered.text.empty() && continues_name(numbered.text.back())) numbered.text += ' ';
      numbered.text += '$' + std::to_string(++numbered.parameters);
      ++i;
      if (i < statement.size() && continues_name(statement[i])) numbered.text += ' ';
    }
  }
  return numbered;
}

}  // namespace gatehouse::sql
