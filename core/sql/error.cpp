// SPDX-License-Identifier: Apache-2.0
#include "core/sql/error.h"

namespace gatehouse::sql {

namespace {

constexpr std::size_t kStatementShown = 160;

std::string text_of(std::string_view reason, std::string_view statement) {
  std::string text(reason);
  if (statement.empty()) return text;
  text += " in: ";
  bool blank = false;
  for (const char character : statement.substr(0, kStatementShown)) {
    const bool space = character == ' ' || character == '\n' || character == '\t' || character == '\r';
    if (!space) text += character;
    if (space && !blank) text += ' ';
    blank = space;
  }
  if (statement.size() > kStatementShown) text += "...";
  return text;
}

}  // namespace

Error::Error(ErrorKind kind, std::string_view reason, std::string_view statement)
    : Error(kind, text_of(reason, statement)) {}

}  // namespace gatehouse::sql
